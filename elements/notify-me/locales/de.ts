import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Benachrichtigen, wenn verfügbar",
  oneClick: "Benachrichtigung an {contact}",
  loading: "Einen Moment …",
  heading: "Benachrichtigen, wenn {product} wieder da ist",
  close: "Schließen",
  cancel: "Abbrechen",
  item: "dieser Artikel",

  email: "E-Mail-Adresse",
  phone: "Telefonnummer",
  country: "Land",
  newsletter: "Auch Neuigkeiten und Angebote per E-Mail erhalten",
  channels: "Wie sollen wir dich benachrichtigen?",
  byEmail: "E-Mail",
  bySms: "SMS",
  byWhatsapp: "WhatsApp",
  byPush: "Mitteilung in unserer App",
  products: "Welche Varianten?",
  submit: "Benachrichtigen",
  sending: "Wird gesendet …",
  suggestion: "Meintest du {email}?",

  accepted: "Wir geben dir Bescheid, wenn {product} wieder da ist.",
  acceptedEmail: "Wir schicken dir eine E-Mail, wenn {product} wieder da ist.",
  acceptedSms: "Wir schicken dir eine SMS, wenn {product} wieder da ist.",
  acceptedWhatsapp: "Wir schreiben dir auf WhatsApp, wenn {product} wieder da ist.",
  already: "Das hast du schon einmal angefordert. {promise}",
  stored: "Deine Anfrage ist bei uns. {promise}",
  queued:
    "Das konnten wir noch nicht senden. Wir haben es auf diesem Gerät gespeichert und versuchen es weiter, auch bei deinem nächsten Besuch.",
  queuedHere:
    "Das konnten wir noch nicht senden. Wir versuchen es weiter, solange diese Seite geöffnet bleibt.",
  newsletterFailed: "Die Anmeldung zum Newsletter hat nicht geklappt.",
  again: "Andere E-Mail verwenden",
  againPhone: "Andere Nummer verwenden",

  invalidEmail: "Bitte gib eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
  invalidPhone:
    "Bitte gib eine Telefonnummer ein. Eine ausländische Nummer beginnt mit + und der Landesvorwahl.",
  chooseOne: "Bitte wähle mindestens eine Option aus.",
  consentNeeded: "Bitte setze dieses Häkchen, um SMS zu erhalten.",
  whatsappConsentNeeded: "Bitte setze dieses Häkchen, um WhatsApp-Nachrichten zu erhalten.",

  notYet: "Für diesen Artikel gibt es noch keine Benachrichtigungen. Bitte versuche es später noch einmal.",
  unavailable: "Für diesen Artikel sind Benachrichtigungen gerade leider nicht möglich.",
  throttled: "Bei uns gehen gerade sehr viele Anfragen ein. Bitte versuche es gleich noch einmal.",
  later: "Das konnten wir gerade nicht senden. Bitte versuche es gleich noch einmal.",
  loadFailed: "Das konnten wir nicht laden. Bitte versuche es noch einmal.",
  tooSoon: "Das ging sehr schnell. Bitte warte kurz und versuche es noch einmal.",
};
