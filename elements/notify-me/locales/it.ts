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
  newsletter: "Voglio ricevere anche novità e offerte via e-mail",
  channels: "Come possiamo avvisarti?",
  byEmail: "E-mail",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "Notifica nella nostra app",
  products: "Quali varianti?",
  submit: "Avvisami",
  sending: "Invio in corso…",
  suggestion: "Forse intendevi {email}?",

  accepted: "Ti avviseremo quando {product} tornerà disponibile.",
  acceptedEmail: "Ti scriveremo un’e-mail quando {product} tornerà disponibile.",
  acceptedSms: "Ti manderemo un SMS quando {product} tornerà disponibile.",
  acceptedWhatsapp: "Ti scriveremo su WhatsApp quando {product} tornerà disponibile.",
  already: "Hai già richiesto questo avviso in passato. {promise}",
  stored: "Abbiamo ricevuto la tua richiesta. {promise}",
  queued:
    "Non siamo ancora riusciti a inviare la richiesta. L’abbiamo salvata su questo dispositivo e continueremo a provare, anche alla tua prossima visita.",
  queuedHere:
    "Non siamo ancora riusciti a inviare la richiesta. Continueremo a provare finché questa pagina resta aperta.",
  newsletterFailed: "L’iscrizione alla newsletter non è riuscita.",
  again: "Usa un’altra e-mail",
  againPhone: "Usa un altro numero",

  invalidEmail: "Inserisci un indirizzo e-mail, per esempio name@example.com.",
  invalidPhone:
    "Inserisci un numero di telefono. Se è di un altro Paese, inizia con + e il prefisso internazionale.",
  chooseOne: "Scegli almeno un’opzione.",
  consentNeeded: "Seleziona questa casella per ricevere SMS.",
  whatsappConsentNeeded: "Seleziona questa casella per ricevere messaggi WhatsApp.",

  notYet: "Gli avvisi per questo articolo non sono ancora disponibili. Riprova più tardi.",
  unavailable: "Purtroppo gli avvisi per questo articolo non sono disponibili al momento.",
  throttled: "Stiamo ricevendo molte richieste. Riprova tra un attimo.",
  later: "Non siamo riusciti a inviare la richiesta. Riprova tra un attimo.",
  loadFailed: "Il caricamento non è riuscito. Riprova.",
  tooSoon: "Un po’ troppo veloce. Aspetta un attimo e riprova.",
};
