// From the objects of the API to the one text that the module reads.
import { BackInStockError } from "./errors.ts";
import { PATHS } from "./generated/core.ts";

/** The members an object may have; those of a member that is an object, in turn. */
export type Shape = { readonly [name: string]: true | Shape };

/** A copy of the known members. It is made before anything is awaited, and only of own ones. */
export type Snapshot = { [name: string]: unknown };

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
    marketing: { listId: true, email: true, sms: true },
    smsConsent: true,
  },
  signal: { signal: true },
} satisfies Record<string, Shape>;

/** Copies `value` as far as `shape` knows it, and refuses what it does not know. `name` is what errors call it. */
export function snapshot(value: unknown, shape: Shape, name: string): Snapshot {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BackInStockError("invalid_option", name, "must be an object");
  }
  const copy: Snapshot = Object.create(null);
  for (const key of Object.keys(value)) {
    const inner = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!inner) {
      throw new BackInStockError(
        "unknown_option",
        key,
        `is unknown in ${name}: ${Object.keys(shape).join(", ")}`,
      );
    }
    const member: unknown = (value as Snapshot)[key];
    if (inner === true || member == null) copy[key] = member;
    // A variant may be just its id; nothing else has two forms.
    else
      copy[key] =
        key === "variant" && typeof member !== "object" ? { id: member } : snapshot(member, inner, key);
  }
  return copy;
}

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
  if (!/^[-.\dA-Za-z\x80-\uffff]*[\x80-\uffff][-.\dA-Za-z\x80-\uffff]*$/.test(domain)) return address;
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
