import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Meddela mig när den är tillbaka",
  oneClick: "Meddela mig på {contact}",
  loading: "Ett ögonblick …",
  heading: "Meddela mig när {product} är tillbaka",
  close: "Stäng",
  cancel: "Avbryt",
  item: "den här varan",

  email: "E-postadress",
  phone: "Telefonnummer",
  country: "Land",
  newsletter: "Skicka mig också nyheter och erbjudanden med e-post",
  channels: "Hur ska vi meddela dig?",
  byEmail: "Med e-post",
  bySms: "Med sms",
  byWhatsapp: "På WhatsApp",
  byPush: "Avisering i vår app",
  products: "Vilka?",
  submit: "Meddela mig",
  sending: "Skickar …",
  suggestion: "Menade du {email}?",

  accepted: "Vi hör av oss när {product} är tillbaka.",
  acceptedEmail: "Vi skickar dig e-post när {product} är tillbaka.",
  acceptedSms: "Vi skickar dig ett sms när {product} är tillbaka.",
  acceptedWhatsapp: "Vi skriver till dig på WhatsApp när {product} är tillbaka.",
  already: "Du har redan bett om detta. {promise}",
  queued:
    "Det gick inte att skicka ännu. Vi sparar det på den här enheten och försöker igen av oss själva, även vid ditt nästa besök.",
  queuedHere:
    "Det gick inte att skicka ännu. Vi sparar det på den här enheten och försöker igen av oss själva, så länge den här sidan är öppen.",
  newsletterFailed: "Vi kunde inte anmäla dig till nyhetsbrevet.",
  again: "Fråga med en annan adress",
  againPhone: "Fråga med ett annat nummer",

  invalidEmail: "Skriv en e-postadress, till exempel name@example.com.",
  invalidPhone: "Skriv ett telefonnummer. Från utlandet börjar du med + och landsnumret.",
  chooseOne: "Välj minst ett alternativ.",
  consentNeeded: "Kryssa i rutan för att få sms.",
  whatsappConsentNeeded: "Kryssa i rutan för att få WhatsApp-meddelanden.",

  notYet: "Vi kan inte ta emot önskemål för den här varan ännu. Försök igen senare.",
  unavailable: "Tyvärr kan vi inte ta emot önskemål för den här varan just nu.",
  throttled: "Det är många som frågar just nu. Försök igen om en liten stund.",
  later: "Det gick inte att skicka just nu. Försök igen om en liten stund.",
  loadFailed: "Det gick inte att läsa in. Försök igen.",
  tooSoon: "Det gick väldigt fort. Vänta en stund och försök igen.",
};
