import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Avvisami quando torna",
  oneClick: "Avvisami a {contact}",
  loading: "Un momento…",
  heading: "Avvisami quando {product} torna disponibile",
  close: "Chiudi",
  cancel: "Annulla",
  item: "questo articolo",

  email: "Indirizzo e-mail",
  phone: "Numero di telefono",
  country: "Paese",
  newsletter: "Voglio ricevere anche novità e offerte per e-mail",
  channels: "Come possiamo avvisarti?",
  byEmail: "Per e-mail",
  bySms: "Con un SMS",
  byWhatsapp: "Su WhatsApp",
  byPush: "Con una notifica nella nostra app",
  products: "Quali?",
  submit: "Avvisami",
  sending: "Invio in corso…",
  suggestion: "Intendevi {email}?",

  accepted: "Ti avviseremo quando {product} tornerà disponibile.",
  acceptedEmail: "Ti scriveremo un’e-mail quando {product} tornerà disponibile.",
  acceptedSms: "Ti manderemo un SMS quando {product} tornerà disponibile.",
  acceptedWhatsapp: "Ti scriveremo su WhatsApp quando {product} tornerà disponibile.",
  already: "L’avevi già chiesto. {promise}",
  queued:
    "Non è stato ancora possibile inviarlo. Lo conserviamo su questo dispositivo e riproveremo da soli, anche alla tua prossima visita.",
  queuedHere:
    "Non è stato ancora possibile inviarlo. Lo conserviamo su questo dispositivo e riproveremo da soli, finché questa pagina resta aperta.",
  newsletterFailed: "Non è stato possibile iscriverti alla newsletter.",
  again: "Chiedi con un altro indirizzo",
  againPhone: "Chiedi con un altro numero",

  invalidEmail: "Inserisci un indirizzo e-mail, per esempio name@example.com.",
  invalidPhone: "Inserisci un numero di telefono. Dall’estero, comincia con + e il prefisso del Paese.",
  chooseOne: "Scegli almeno un’opzione.",
  consentNeeded: "Spunta questa casella per ricevere SMS.",
  whatsappConsentNeeded: "Spunta questa casella per ricevere messaggi WhatsApp.",

  notYet: "Per questo articolo non accettiamo ancora richieste. Riprova più tardi.",
  unavailable: "Al momento non possiamo accettare richieste per questo articolo.",
  throttled: "In questo momento le richieste sono molte. Riprova tra un attimo.",
  later: "Non è stato possibile inviarlo. Riprova tra un attimo.",
  loadFailed: "Non è stato possibile caricarlo. Riprova.",
  tooSoon: "È stato molto rapido. Aspetta un attimo e riprova.",
};
