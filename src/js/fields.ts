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
    // A variant is an object or just its id; nothing else has two forms.
    const plain = inner === true || member == null || (key === "variant" && typeof member !== "object");
    copy[key] = plain ? member : snapshot(member, inner, key);
  }
  return copy;
}

/** All values behind their paths, as `src/fields.rs` describes the text. */
export function pack(...objects: Snapshot[]): string {
  const values: Snapshot = Object.assign(Object.create(null), ...objects);
  return PATHS.split(" ")
    .map((path) => {
      const [name = "", member] = path.split(".");
      const value = values[name];
      // The variant is the only one that is text or an object with an id.
      const key = member ?? (name === "variant" && typeof value === "object" ? "id" : undefined);
      const found = key ? (value as Snapshot | undefined)?.[key] : value;
      return mark(key === "email" && typeof found === "string" ? withAsciiDomain(found) : found);
    })
    .join("\0");
}

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

const mark = (value: unknown): string => {
  if (value == null) return "";
  if (typeof value === "string") return `'${value.slice(0, LONGEST).replaceAll("\0", "\ufffd")}`;
  if (typeof value === "boolean") return value ? "+" : "-";
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return `[${value.slice(0, 9).join("\x01")}`;
  return "?";
};
