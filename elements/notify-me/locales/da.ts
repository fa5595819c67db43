import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Giv mig besked, når den er tilbage",
  oneClick: "Giv mig besked på {contact}",
  loading: "Et øjeblik …",
  heading: "Giv mig besked, når {product} er tilbage",
  close: "Luk",
  cancel: "Annuller",
  item: "denne vare",

  email: "E-mailadresse",
  phone: "Telefonnummer",
  country: "Land",
  newsletter: "Send mig også nyheder og tilbud på e-mail",
  channels: "Hvordan skal vi give dig besked?",
  byEmail: "På e-mail",
  bySms: "På sms",
  byWhatsapp: "På WhatsApp",
  byPush: "Besked i vores app",
  products: "Hvilke?",
  submit: "Giv mig besked",
  sending: "Sender …",
  suggestion: "Mente du {email}?",

  accepted: "Vi giver dig besked, når {product} er tilbage.",
  acceptedEmail: "Vi sender dig en e-mail, når {product} er tilbage.",
  acceptedSms: "Vi sender dig en sms, når {product} er tilbage.",
  acceptedWhatsapp: "Vi skriver til dig på WhatsApp, når {product} er tilbage.",
  already: "Det har du allerede bedt om. {promise}",
  queued:
    "Det kunne ikke sendes endnu. Vi gemmer det på denne enhed og prøver igen af os selv, også ved dit næste besøg.",
  queuedHere:
    "Det kunne ikke sendes endnu. Vi gemmer det på denne enhed og prøver igen af os selv, så længe denne side er åben.",
  newsletterFailed: "Vi kunne ikke tilmelde dig nyhedsbrevet.",
  again: "Spørg med en anden adresse",
  againPhone: "Spørg med et andet nummer",

  invalidEmail: "Skriv en e-mailadresse, for eksempel name@example.com.",
  invalidPhone: "Skriv et telefonnummer. Fra udlandet begynder det med + og landekoden.",
  chooseOne: "Vælg mindst én mulighed.",
  consentNeeded: "Sæt kryds i feltet for at få sms’er.",
  whatsappConsentNeeded: "Sæt kryds i feltet for at få WhatsApp-beskeder.",

  notYet: "Vi kan ikke tage imod ønsker for denne vare endnu. Prøv igen senere.",
  unavailable: "Vi kan desværre ikke tage imod ønsker for denne vare lige nu.",
  throttled: "Der er mange, der spørger lige nu. Prøv igen om et øjeblik.",
  later: "Det kunne ikke sendes lige nu. Prøv igen om et øjeblik.",
  loadFailed: "Det kunne ikke indlæses. Prøv igen.",
  tooSoon: "Det gik meget hurtigt. Vent et øjeblik, og prøv igen.",
};
