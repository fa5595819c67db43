// From the objects of the API to the one text that the module reads.
import { PATHS } from "./generated/core.ts";
import type { Shape, Snapshot } from "./shared/known-keys.ts";

const SCOPE = { integration: true, catalog: true } as const;
const SERVICE = { companyId: true, revision: true, endpoint: true, country: true, ...SCOPE } as const;

/** What each function accepts. */
export const SHAPES = {
  scope: SCOPE,
  country: { country: true },
  client: { ...SERVICE, timeout: true, outbox: true },
  build: { ...SERVICE, audience: true, mediaType: true, privateKey: true, accessToken: true },
  request: {
    variant: { id: true, ...SCOPE },
    profile: { email: true, phoneNumber: true, externalId: true, id: true },
    channels: true,
    marketing: { listId: true, email: true, sms: true, whatsapp: true },
    smsConsent: true,
    whatsappConsent: true,
  },
  signal: { signal: true },
} satisfies Record<string, Shape>;

/** All values behind their paths, as `src/fields.rs` describes the text. */
export function pack(...objects: Snapshot[]): string {
  const values: unknown = Object.assign({}, ...objects);
  return PATHS.split(" ")
    .map((path) => mark(path.split(".").reduce(member, values), path))
    .join("\0");
}

/** An own member: a page whose `Object.prototype` was extended must not add to a request. */
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value && Object.hasOwn(value, name) ? (value as Snapshot)[name] : undefined;

/** An address whose domain is in its ASCII form, which the platform's URL parser knows and the core does not. */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  const domain = address.slice(at).trim();
  // A URL would end the host at any other ASCII character, and drop what follows without a word.
  // Two patterns: in one, a long domain that is wrong would be tried from each of its characters.
  if (!/[\x80-\uffff]/.test(domain) || /[^-.\dA-Za-z\x80-\uffff]/.test(domain)) return address;
  try {
    return address.slice(0, at) + new URL(`http://${domain}`).hostname;
  } catch {
    return address;
  }
}

/** No id, contact or option is longer: reading further would only cost memory. */
const LONGEST = 10_000;

function mark(value: unknown, path: string): string {
  if (value == null) return "";
  if (typeof value === "string") {
    const text = path.endsWith("email") ? withAsciiDomain(value) : value;
    // What is cut ends in a character that is refused, as a NUL becomes one: nothing is altered without a word.
    return `'${text.length > LONGEST ? `${text.slice(0, LONGEST)}\0` : text}`.replaceAll("\0", "\ufffd");
  }
  if (typeof value === "boolean") return value ? "+" : "-";
  const isName = (item: unknown) => typeof item === "string" && /^\w+$/.test(item);
  return Array.isArray(value) && value.length < 9 && value.every(isName) ? `[${value.join("\x01")}` : "?";
}
