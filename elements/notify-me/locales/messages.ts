/**
 * The texts of `<notify-me>` in one language. Placeholders such as `{product}` are replaced; the `texts` of a shop may omit one.
 *
 * A text promises only what is known. An accepted request does not mean that a message will be sent, or when.
 */
export interface Messages extends ButtonMessages, FormMessages {}

/** The texts that are shown before the form is loaded. */
export interface ButtonMessages {
  /** Writing direction: `ltr` or `rtl`. */
  dir: string;
  /** The button that opens the form. */
  button: string;
  /** The button that submits with one click. `{contact}` is an email address or a phone number. */
  oneClick: string;
  /** On the button while the form loads. */
  loading: string;
  /** A script or the WebAssembly module failed to load. */
  loadFailed: string;
}

/** The texts of the form. */
export interface FormMessages {
  /** Heading of the dialog: `{product}`. */
  heading: string;
  /** The button that closes the dialog. */
  close: string;
  /** The button that closes a form outside a dialog. */
  cancel: string;
  /** Replaces `{product}` if the product's name is unknown. */
  item: string;

  /** Labels of the fields. */
  email: string;
  phone: string;
  country: string;
  newsletter: string;
  /** Legend of the channels, if there is a choice. */
  channels: string;
  byEmail: string;
  bySms: string;
  byWhatsapp: string;
  byPush: string;
  /** Legend of the variants, if several can be selected. */
  products: string;
  /** The button that submits the form. */
  submit: string;
  /** While the request is being sent. */
  sending: string;
  /** Below a mistyped address. `{email}` becomes a button inside the sentence. */
  suggestion: string;

  /** Accepted for several channels, or for one without a text of its own: `{product}`. */
  accepted: string;
  acceptedEmail: string;
  acceptedSms: string;
  acceptedWhatsapp: string;
  /**
   * Accepted, and requested on this device in the last 30 days. Klaviyo may have notified the shopper since, so the text does
   * not say that the earlier request is still pending. `{promise}` is one of the texts above.
   */
  already: string;
  /** The shop has stored the request, and Klaviyo has not accepted it yet. `{promise}` is one of the texts above. */
  stored: string;
  /** Not sent yet; stored on the device for later visits. */
  queued: string;
  /** Not sent yet; held in memory until the page is closed. */
  queuedHere: string;
  /** Follows the text of an accepted request if the newsletter sign-up was rejected. */
  newsletterFailed: string;
  /** The button that shows the form again after a request by email. */
  again: string;
  /** The same button if the form has no email field. */
  againPhone: string;

  /** Errors that the shopper can fix, shown beside the field. */
  invalidEmail: string;
  invalidPhone: string;
  /** No channel or no variant is checked. */
  chooseOne: string;
  /** The consent to text messages is not checked. */
  consentNeeded: string;
  /** The consent to WhatsApp messages is not checked. */
  whatsappConsentNeeded: string;

  /** Klaviyo does not know the variant. A new one becomes known with the next catalog sync. */
  notYet: string;
  /** An error that the shopper cannot fix. */
  unavailable: string;
  /** Too many requests from the whole shop, and no outbox. */
  throttled: string;
  /** No answer from Klaviyo, and no outbox. */
  later: string;
  /** Submitted faster than `minimum-time` or `cool-down` allows. */
  tooSoon: string;
}
