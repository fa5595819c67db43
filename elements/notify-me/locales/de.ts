import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Benachrichtigen, sobald wieder da",
  oneClick: "An {contact} benachrichtigen",
  loading: "Einen Moment …",
  heading: "Benachrichtigen, sobald {product} wieder da ist",
  close: "Schließen",
  cancel: "Abbrechen",
  item: "dieser Artikel",

  email: "E-Mail-Adresse",
  phone: "Telefonnummer",
  country: "Land",
  newsletter: "Auch Neuigkeiten und Angebote per E-Mail schicken",
  channels: "Wie sollen wir Bescheid geben?",
  byEmail: "Per E-Mail",
  bySms: "Per SMS",
  byWhatsapp: "Per WhatsApp",
  byPush: "Mitteilung in unserer App",
  products: "Welche davon?",
  submit: "Benachrichtigen",
  sending: "Wird gesendet …",
  suggestion: "Meinten Sie {email}?",

  accepted: "Wir geben Bescheid, sobald {product} wieder da ist.",
  acceptedEmail: "Wir schreiben eine E-Mail, sobald {product} wieder da ist.",
  acceptedSms: "Wir schicken eine SMS, sobald {product} wieder da ist.",
  acceptedWhatsapp: "Wir schreiben auf WhatsApp, sobald {product} wieder da ist.",
  already: "Darum haben Sie schon einmal gebeten. {promise}",
  queued:
    "Das konnte noch nicht gesendet werden. Wir bewahren es auf diesem Gerät auf und versuchen es von selbst wieder, auch bei Ihrem nächsten Besuch.",
  queuedHere:
    "Das konnte noch nicht gesendet werden. Wir bewahren es auf diesem Gerät auf und versuchen es von selbst wieder, solange diese Seite offen bleibt.",
  newsletterFailed: "Für den Newsletter konnten wir Sie nicht anmelden.",
  again: "Mit einer anderen Adresse anfragen",
  againPhone: "Mit einer anderen Nummer anfragen",

  invalidEmail: "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
  invalidPhone:
    "Bitte geben Sie eine Telefonnummer ein. Aus dem Ausland beginnt sie mit + und der Landesvorwahl.",
  chooseOne: "Bitte wählen Sie mindestens eine Möglichkeit.",
  consentNeeded: "Bitte setzen Sie dieses Häkchen, um SMS zu bekommen.",
  whatsappConsentNeeded: "Bitte setzen Sie dieses Häkchen, um WhatsApp-Nachrichten zu bekommen.",

  notYet: "Für diesen Artikel nehmen wir noch keine Anfragen an. Bitte versuchen Sie es später noch einmal.",
  unavailable: "Leider können wir für diesen Artikel im Moment keine Anfragen annehmen.",
  throttled: "Gerade fragen sehr viele an. Bitte versuchen Sie es gleich noch einmal.",
  later: "Das konnte gerade nicht gesendet werden. Bitte versuchen Sie es gleich noch einmal.",
  loadFailed: "Das konnte nicht geladen werden. Bitte versuchen Sie es noch einmal.",
  tooSoon: "Das ging sehr schnell. Bitte warten Sie kurz und versuchen Sie es noch einmal.",
};
