/**
 * The texts of `<notify-me>` in one language. `{product}` and the like are replaced; a text may leave one out. Each promises
 * only what is known: that a request was accepted says nothing of when, or whether, a message goes out.
 */
export interface Messages {
  /** How the language is written: `ltr` or `rtl`. */
  dir: string;
  /** The button that opens the form. */
  button: string;
  /** The same where one click is enough: `{contact}` is an e-mail address or a phone number. */
  oneClick: string;
  /** On the button, while the form is loaded. */
  loading: string;
  /** Above the form in a dialog: `{product}`. */
  heading: string;
  /** The button that closes the dialog. */
  close: string;
  /** The button that closes a form that is not in a dialog. */
  cancel: string;
  /** Stands for `{product}` where its name is not known. */
  item: string;

  /** Labels. */
  email: string;
  phone: string;
  country: string;
  newsletter: string;
  /** Above the channels, if there is a choice. */
  channels: string;
  byEmail: string;
  bySms: string;
  byWhatsapp: string;
  byPush: string;
  /** Above the variants, if several can be asked for. */
  products: string;
  /** The button that sends the form. */
  submit: string;
  /** After its request is sent, before there is an answer. */
  sending: string;
  /** Under a mistyped address, which is a button inside of the sentence: `{email}`. */
  suggestion: string;

  /** Accepted, by more than one channel, or by one without a text of its own: `{product}`. */
  accepted: string;
  acceptedEmail: string;
  acceptedSms: string;
  acceptedWhatsapp: string;
  /** Accepted, and this device has asked for it before: `{promise}` is one of the texts above. */
  already: string;
  /** Not sent yet: kept on the device for later visits, too. */
  queued: string;
  /** Not sent yet: kept until the page is closed. */
  queuedHere: string;
  /** Behind an accepted request, if the newsletter was refused. */
  newsletterFailed: string;
  /** The button that shows the form once more, after a request. */
  again: string;

  /** What the shopper can mend, beside the field. */
  invalidEmail: string;
  invalidPhone: string;
  /** No channel, or no variant is ticked. */
  chooseOne: string;
  /** The consent to text messages is not ticked. */
  consentNeeded: string;
  /** The consent to WhatsApp messages is not ticked. */
  whatsappConsentNeeded: string;

  /** The service does not know the variant, as a new one is until the next catalog sync. */
  notYet: string;
  /** Nothing that the shopper could mend. */
  unavailable: string;
  /** Too many requests of the whole shop, and nothing is kept. */
  throttled: string;
  /** No answer, and nothing is kept. */
  later: string;
  /** A script or the module could not be loaded. */
  loadFailed: string;
  /** Asked again, or at all, faster than the shop allows. */
  tooSoon: string;
}
