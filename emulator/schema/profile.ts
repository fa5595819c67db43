/**
 * Texts that identify a person, as the schemas describe them. A `$comment` names the entry in the table of own choices that a
 * text of the wrong form rests on.
 */

/** The HTML standard's rule for `<input type=email>`, except that the domain must have a dot: without one no mail arrives. */
const emailPattern =
  "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-]+@[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?" +
  "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?)+$";

export const email = {
  type: "string",
  nullable: true,
  pattern: emailPattern,
  description: "an e-mail address",
  $comment: "email_syntax",
} as const;

/** ITU-T E.164: country code and number have at most 15 digits together. */
export const phoneNumber = {
  type: "string",
  nullable: true,
  pattern: "^\\+[1-9][0-9]{1,14}$",
  description: "a phone number in E.164 form",
  $comment: "phone_syntax",
} as const;

/** Klaviyo's guide: at most 255 characters. */
export const externalId = {
  type: "string",
  nullable: true,
  maxLength: 255,
  pattern: "\\S",
  description: "an external id",
  $comment: "identifier_blank",
} as const;

export const profileId = {
  type: "string",
  nullable: true,
  pattern: "\\S",
  description: "a profile id",
  $comment: "identifier_blank",
} as const;
