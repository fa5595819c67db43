import type { Messages } from "./messages.ts";

export const messages: Messages = {
  dir: "ltr",
  button: "Notify me when it is back",
  oneClick: "Notify me at {contact}",
  loading: "One moment…",
  heading: "Tell me when {product} is back",
  close: "Close",
  cancel: "Cancel",
  item: "this item",

  email: "E-mail address",
  phone: "Phone number",
  country: "Country",
  newsletter: "Send me news and offers by e-mail, too",
  channels: "How shall we tell you?",
  byEmail: "E-mail",
  bySms: "Text message",
  byWhatsapp: "WhatsApp",
  byPush: "Notification in our app",
  products: "Which ones?",
  submit: "Notify me",
  sending: "Sending…",
  suggestion: "Did you mean {email}?",

  accepted: "We'll let you know when {product} is back.",
  acceptedEmail: "We'll e-mail you when {product} is back.",
  acceptedSms: "We'll text you when {product} is back.",
  acceptedWhatsapp: "We'll write to you on WhatsApp when {product} is back.",
  already: "You have asked for this before. {promise}",
  queued:
    "This could not be sent yet. We keep it on this device and try again by ourselves, at your next visit, too.",
  queuedHere:
    "This could not be sent yet. We keep it on this device and try again by ourselves, as long as this page stays open.",
  newsletterFailed: "We could not sign you up for the newsletter.",
  again: "Ask with another address",

  invalidEmail: "Please enter an e-mail address, such as name@example.com.",
  invalidPhone: "Please enter a phone number. From abroad, begin with + and the country code.",
  chooseOne: "Please choose at least one.",
  consentNeeded: "Please tick this box to get text messages.",
  whatsappConsentNeeded: "Please tick this box to get WhatsApp messages.",

  notYet: "We cannot take requests for this item yet. Please try again later.",
  unavailable: "Sorry, we cannot take requests for this item at the moment.",
  throttled: "Many people are asking right now. Please try again in a moment.",
  later: "This could not be sent right now. Please try again in a moment.",
  loadFailed: "This could not be loaded. Please try again.",
  tooSoon: "That was very quick. Please wait a moment and try again.",
};
