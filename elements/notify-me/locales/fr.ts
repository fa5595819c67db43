import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "M’avertir dès le retour en stock",
  oneClick: "M’avertir à {contact}",
  loading: "Un instant…",
  heading: "M’avertir dès que {product} sera de nouveau disponible",
  close: "Fermer",
  cancel: "Annuler",
  item: "cet article",

  email: "Adresse e-mail",
  phone: "Numéro de téléphone",
  country: "Pays",
  newsletter: "M’envoyer aussi des nouveautés et des offres par e-mail",
  channels: "Comment vous prévenir ?",
  byEmail: "Par e-mail",
  bySms: "Par SMS",
  byWhatsapp: "Par WhatsApp",
  byPush: "Notification dans notre application",
  products: "Lesquels ?",
  submit: "M’avertir",
  sending: "Envoi en cours…",
  suggestion: "Vouliez-vous dire {email} ?",

  accepted: "Nous vous préviendrons dès que {product} sera de nouveau disponible.",
  acceptedEmail: "Nous vous enverrons un e-mail dès que {product} sera de nouveau disponible.",
  acceptedSms: "Nous vous enverrons un SMS dès que {product} sera de nouveau disponible.",
  acceptedWhatsapp: "Nous vous écrirons sur WhatsApp dès que {product} sera de nouveau disponible.",
  already: "Vous l’aviez déjà demandé. {promise}",
  queued:
    "L’envoi n’a pas encore abouti. Nous gardons votre demande sur cet appareil et réessaierons de nous-mêmes, y compris lors de votre prochaine visite.",
  queuedHere:
    "L’envoi n’a pas encore abouti. Nous gardons votre demande sur cet appareil et réessaierons de nous-mêmes, tant que cette page reste ouverte.",
  newsletterFailed: "Nous n’avons pas pu vous inscrire à la newsletter.",
  again: "Demander avec une autre adresse",
  againPhone: "Demander avec un autre numéro",

  invalidEmail: "Veuillez saisir une adresse e-mail, par exemple name@example.com.",
  invalidPhone:
    "Veuillez saisir un numéro de téléphone. Depuis l’étranger, commencez par + et l’indicatif du pays.",
  chooseOne: "Veuillez choisir au moins une possibilité.",
  consentNeeded: "Veuillez cocher cette case pour recevoir des SMS.",
  whatsappConsentNeeded: "Veuillez cocher cette case pour recevoir des messages WhatsApp.",

  notYet: "Nous ne prenons pas encore de demandes pour cet article. Veuillez réessayer plus tard.",
  unavailable: "Désolé, nous ne pouvons pas prendre de demandes pour cet article en ce moment.",
  throttled: "Les demandes sont très nombreuses en ce moment. Veuillez réessayer dans un instant.",
  later: "L’envoi n’a pas abouti. Veuillez réessayer dans un instant.",
  loadFailed: "Le chargement n’a pas abouti. Veuillez réessayer.",
  tooSoon: "C’était très rapide. Veuillez patienter un instant, puis réessayer.",
};
