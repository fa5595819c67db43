/**
 * Schemas of the identifiers of a profile. A `$comment` names the assumption behind the rejection of an invalid one.
 */

/** The HTML standard's rule for `<input type=email>`, but the domain must have a dot: no mail arrives without one. */
const emailPattern =
  "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-]+@[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?" +
  "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?)+$";

export const email = {
  type: "string",
  nullable: true,
  pattern: emailPattern,
  description: "an email address",
  $comment: "email_syntax",
} as const;

/** ITU-T E.164: country code and number together have a maximum of 15 digits. */
export const phoneNumber = {
  type: "string",
  nullable: true,
  pattern: "^\\+[1-9][0-9]{1,14}$",
  description: "a phone number in E.164 form",
  $comment: "phone_syntax",
} as const;

/** Klaviyo's guide: a maximum of 255 characters. */
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
