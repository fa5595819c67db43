/** What stands in for anything secret. */
const mask = "***";

/** Hides private API keys inside a text. Klaviyo's private keys all begin with `pk_`. */
export function maskKeys(text: string): string {
  return text.replaceAll(/pk_[^\s"'&/?#]+/gi, `pk_${mask}`);
}

/** Keeps the scheme of an `Authorization` header and hides the rest. */
export function maskAuthorization(value: string): string {
  const scheme = /^(klaviyo-api-key|bearer|basic) /i.exec(value)?.[1];
  return scheme === undefined ? mask : `${scheme} ${mask}`;
}
