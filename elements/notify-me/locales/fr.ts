import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Me prévenir du retour en stock",
  oneClick: "Me prévenir : {contact}",
  loading: "Un instant…",
  heading: "Me prévenir lorsque {product} sera de retour",
  close: "Fermer",
  cancel: "Annuler",
  item: "cet article",

  email: "Adresse e-mail",
  phone: "Numéro de téléphone",
  country: "Pays",
  newsletter: "Recevoir aussi les nouveautés et les offres par e-mail",
  channels: "Comment devons-nous vous prévenir ?",
  byEmail: "E-mail",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "Notification dans notre application",
  products: "Quelles variantes ?",
  submit: "Me prévenir",
  sending: "Envoi en cours…",
  suggestion: "Vouliez-vous dire {email} ?",

  accepted: "Nous vous préviendrons lorsque {product} sera de retour.",
  acceptedEmail: "Nous vous enverrons un e-mail lorsque {product} sera de retour.",
  acceptedSms: "Nous vous enverrons un SMS lorsque {product} sera de retour.",
  acceptedWhatsapp: "Nous vous écrirons sur WhatsApp lorsque {product} sera de retour.",
  already: "Vous avez déjà fait cette demande auparavant. {promise}",
  stored: "Nous avons bien reçu votre demande. {promise}",
  queued:
    "L’envoi n’a pas encore abouti. Votre demande est enregistrée sur cet appareil et nous réessaierons, y compris lors de votre prochaine visite.",
  queuedHere: "L’envoi n’a pas encore abouti. Nous réessaierons tant que cette page restera ouverte.",
  newsletterFailed: "Votre inscription à la newsletter n’a pas abouti.",
  again: "Utiliser un autre e-mail",
  againPhone: "Utiliser un autre numéro",

  invalidEmail: "Veuillez saisir une adresse e-mail, par exemple name@example.com.",
  invalidPhone:
    "Veuillez saisir un numéro de téléphone. Pour un numéro étranger, commencez par + et l’indicatif du pays.",
  chooseOne: "Veuillez choisir au moins une option.",
  consentNeeded: "Veuillez cocher cette case pour recevoir des SMS.",
  whatsappConsentNeeded: "Veuillez cocher cette case pour recevoir des messages WhatsApp.",

  notYet: "Les alertes ne sont pas encore disponibles pour cet article. Veuillez réessayer plus tard.",
  unavailable: "Les alertes ne sont malheureusement pas disponibles pour cet article en ce moment.",
  throttled: "Nous recevons beaucoup de demandes en ce moment. Veuillez réessayer dans un instant.",
  later: "L’envoi n’a pas abouti. Veuillez réessayer dans un instant.",
  loadFailed: "Le chargement n’a pas abouti. Veuillez réessayer.",
  tooSoon: "C’était très rapide. Veuillez patienter un instant, puis réessayer.",
};
