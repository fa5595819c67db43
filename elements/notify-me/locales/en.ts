// The English texts of the form, loaded with its script. The texts of the button are in en-button.ts.
import type { FormMessages } from "./messages.ts";

export const messages: FormMessages = {
  heading: "Notify me when {product} is back",
  close: "Close",
  cancel: "Cancel",
  item: "this item",

  email: "Email address",
  phone: "Phone number",
  country: "Country",
  newsletter: "Also email me news and offers",
  channels: "How should we notify you?",
  byEmail: "Email",
  bySms: "Text message",
  byWhatsapp: "WhatsApp",
  byPush: "Notification in our app",
  products: "Which variants?",
  submit: "Notify me",
  sending: "Sending…",
  suggestion: "Did you mean {email}?",

  accepted: "We'll let you know when {product} is back.",
  acceptedEmail: "We'll email you when {product} is back.",
  acceptedSms: "We'll text you when {product} is back.",
  acceptedWhatsapp: "We'll message you on WhatsApp when {product} is back.",
  already: "You've requested this before. {promise}",
  stored: "We have your request. {promise}",
  queued:
    "We couldn't send this yet. We've saved it on this device and will keep trying, including on your next visit.",
  queuedHere: "We couldn't send this yet. We'll keep trying as long as this page stays open.",
  newsletterFailed: "We couldn't sign you up for the newsletter.",
  again: "Use a different email",
  againPhone: "Use a different number",

  invalidEmail: "Please enter an email address, such as name@example.com.",
  invalidPhone:
    "Please enter a phone number. If it's from another country, start with + and the country code.",
  chooseOne: "Please choose at least one.",
  consentNeeded: "Please check this box to get text messages.",
  whatsappConsentNeeded: "Please check this box to get WhatsApp messages.",

  notYet: "Alerts for this item aren't available yet. Please try again later.",
  unavailable: "Sorry, alerts for this item aren't available right now.",
  throttled: "We're getting a lot of requests right now. Please try again in a moment.",
  later: "We couldn't send this right now. Please try again in a moment.",
  tooSoon: "Please wait a moment and try again.",
};
