import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Laat het me weten als het er weer is",
  oneClick: "Laat het me weten via {contact}",
  loading: "Een ogenblik…",
  heading: "Laat het me weten als {product} er weer is",
  close: "Sluiten",
  cancel: "Annuleren",
  item: "dit artikel",

  email: "E-mailadres",
  phone: "Telefoonnummer",
  country: "Land",
  newsletter: "Stuur me ook nieuws en aanbiedingen per e-mail",
  channels: "Hoe mogen we het je laten weten?",
  byEmail: "Per e-mail",
  bySms: "Per sms",
  byWhatsapp: "Via WhatsApp",
  byPush: "Melding in onze app",
  products: "Welke?",
  submit: "Laat het me weten",
  sending: "Wordt verzonden…",
  suggestion: "Bedoelde je {email}?",

  accepted: "We laten het je weten als {product} er weer is.",
  acceptedEmail: "We sturen je een e-mail als {product} er weer is.",
  acceptedSms: "We sturen je een sms als {product} er weer is.",
  acceptedWhatsapp: "We sturen je een bericht via WhatsApp als {product} er weer is.",
  already: "Je hebt hier al eens om gevraagd. {promise}",
  queued:
    "Dit kon nog niet worden verzonden. We bewaren het op dit apparaat en proberen het vanzelf opnieuw, ook bij je volgende bezoek.",
  queuedHere:
    "Dit kon nog niet worden verzonden. We bewaren het op dit apparaat en proberen het vanzelf opnieuw, zolang deze pagina open blijft.",
  newsletterFailed: "We konden je niet aanmelden voor de nieuwsbrief.",
  again: "Vragen met een ander adres",
  againPhone: "Vragen met een ander nummer",

  invalidEmail: "Vul een e-mailadres in, bijvoorbeeld name@example.com.",
  invalidPhone: "Vul een telefoonnummer in. Begin vanuit het buitenland met + en het landnummer.",
  chooseOne: "Kies er ten minste één.",
  consentNeeded: "Vink dit vakje aan om sms’jes te krijgen.",
  whatsappConsentNeeded: "Vink dit vakje aan om WhatsApp-berichten te krijgen.",

  notYet: "Voor dit artikel kunnen we nog geen aanvragen aannemen. Probeer het later opnieuw.",
  unavailable: "Sorry, voor dit artikel kunnen we op dit moment geen aanvragen aannemen.",
  throttled: "Er zijn nu heel veel aanvragen. Probeer het zo meteen opnieuw.",
  later: "Dit kon nu niet worden verzonden. Probeer het zo meteen opnieuw.",
  loadFailed: "Dit kon niet worden geladen. Probeer het opnieuw.",
  tooSoon: "Dat ging wel heel snel. Wacht even en probeer het opnieuw.",
};
