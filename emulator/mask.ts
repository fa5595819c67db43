/** Replaces secrets. */
const mask = "***";

/** Masks private API keys in a text. All of Klaviyo's private keys begin with `pk_`. */
export function maskKeys(text: string): string {
  return text.replaceAll(/pk_[^\s"'&/?#]+/gi, `pk_${mask}`);
}

/** Masks an `Authorization` header except for its scheme. */
export function maskAuthorization(value: string): string {
  const scheme = /^(klaviyo-api-key|bearer|basic) /i.exec(value)?.[1];
  return scheme === undefined ? mask : `${scheme} ${mask}`;
}
