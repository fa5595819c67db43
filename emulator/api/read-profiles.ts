import type { Account } from "../account/account.ts";
import type { ProfileRecord } from "../account/profiles.ts";
import { attributeNames, attributesOf, subscriptionsOf } from "./profile-document.ts";
import { findByFilter } from "./profile-filter.ts";
import { Rejection, reject } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";

/** A JSON:API document. */
export type Document = Readonly<Record<string, unknown>>;

/** Reads from the account. Returns the document, or why the request is rejected. */
export type Read = (request: ReceivedRequest, account: Account) => Document | Rejection;

/** The query parameters of both calls. */
export const profileQuery = [
  "additional-fields[profile]",
  "fields[conversation]",
  "fields[list]",
  "fields[profile]",
  "fields[push-token]",
  "fields[segment]",
  "include",
];

/** The query parameters of {@link readProfiles}. */
export const profilesQuery = [...profileQuery, "filter", "page[cursor]", "page[size]", "sort"];

const additionalFields = ["subscriptions", "predictive_analytics", "hashed_email", "hashed_phone_number"];
const fieldNames: readonly string[] = [...attributeNames, ...additionalFields, "id"];

/** Klaviyo's API description, "Get Profiles": all profiles, or those of a filter, page by page. */
export const readProfiles: Read = (request, { profiles }) => {
  const { query } = request;
  const fields = readFields(query);
  if (fields instanceof Rejection) return fields;
  const size = readSize(query);
  if (size instanceof Rejection) return size;
  const offset = readCursor(query);
  if (offset instanceof Rejection) return offset;
  const filter = query.get("filter");
  const found = filter === null ? undefined : findByFilter(filter, profiles);
  if (found instanceof Rejection) return found;
  const page = found ? found.slice(offset, offset + size) : profiles.page(offset, size);
  const total = found ? found.length : profiles.count;
  return {
    data: page.map((profile) => resourceOf(profile, fields, request)),
    links: {
      self: urlOf(request),
      next: offset + size < total ? urlOf(request, offset + size) : null,
      prev: offset > 0 ? urlOf(request, Math.max(0, offset - size)) : null,
    },
  };
};

/** Klaviyo's API description, "Get Profile". The answer for an unknown id is as recorded. */
export const readProfile: Read = (request, { profiles }) => {
  const fields = readFields(request.query);
  if (fields instanceof Rejection) return fields;
  const id = decode(request.path.split("/")[3] ?? "");
  const profile = id === undefined ? undefined : profiles.find({ id });
  if (!profile) return reject("profile_not_found", "A profile with this id does not exist.");
  return { data: resourceOf(profile, fields, request), links: { self: urlOf(request) } };
};

interface Fields {
  /** `undefined` for all. */
  readonly sparse: readonly string[] | undefined;
  readonly additional: readonly string[];
}

function readFields(query: URLSearchParams): Fields | Rejection {
  const additional = listOf(query.get("additional-fields[profile]"));
  const sparse = listOf(query.get("fields[profile]"));
  const isKnown =
    additional.every((name) => additionalFields.includes(name)) &&
    sparse.every((name) => fieldNames.includes(name.split(".")[0] ?? ""));
  if (!isKnown) return reject("fields_unknown", "A field of the profile does not exist.");
  return { sparse: query.has("fields[profile]") ? sparse : undefined, additional };
}

const listOf = (text: string | null): string[] => (text ? text.split(",") : []);

function readSize(query: URLSearchParams): number | Rejection {
  const text = query.get("page[size]") ?? "20";
  const size = Number(text);
  if (/^\d{1,3}$/.test(text) && size >= 1 && size <= 100) return size;
  return reject("page_invalid", "page[size] must be from 1 to 100.");
}

/** A cursor is the offset in base64, so that nobody mistakes it for a number to count with. */
function readCursor(query: URLSearchParams): number | Rejection {
  const cursor = query.get("page[cursor]");
  if (cursor === null) return 0;
  const text = Buffer.from(cursor, "base64url").toString();
  if (/^after:\d{1,9}$/.test(text)) return Number(text.slice("after:".length));
  const source = { parameter: "page[cursor]" };
  return reject("page_invalid", "page[cursor] is not a cursor of this API.", { source });
}

function resourceOf(
  profile: ProfileRecord,
  { sparse, additional }: Fields,
  request: ReceivedRequest,
): Document {
  const isSubscriptions = (name: string) => name === "subscriptions" || name.startsWith("subscriptions.");
  const withSubscriptions = [...additional, ...(sparse ?? [])].some(isSubscriptions);
  const all = {
    ...attributesOf(profile),
    ...(withSubscriptions && { subscriptions: subscriptionsOf(profile) }),
  };
  const self = `${originOf(request)}/api/profiles/${encodeURIComponent(profile.apiId)}`;
  return {
    type: "profile",
    id: profile.apiId,
    attributes: sparse ? pick(all, [...sparse, ...additional]) : all,
    relationships: Object.fromEntries(
      ["lists", "segments", "push-tokens", "conversations"].map((name) => [
        name,
        { links: { self: `${self}/relationships/${name}/`, related: `${self}/${name}/` } },
      ]),
    ),
    links: { self: `${self}/` },
  };
}

/** The members at paths such as `subscriptions.sms.marketing`. */
function pick(source: Document, paths: readonly string[]): Document {
  const picked: Record<string, unknown> = {};
  for (const path of paths) {
    const [name = "", ...rest] = path.split(".");
    if (!Object.hasOwn(source, name)) continue;
    const value = source[name];
    const inner = rest.length > 0 && isDocument(value) ? pick(value, [rest.join(".")]) : value;
    const known = picked[name];
    picked[name] = isDocument(known) && isDocument(inner) ? merge(known, inner) : inner;
  }
  return picked;
}

function merge(one: Document, other: Document): Document {
  const entries = Object.entries(other).map(([name, value]) => {
    const known = one[name];
    return [name, isDocument(known) && isDocument(value) ? merge(known, value) : value];
  });
  return { ...one, ...Object.fromEntries(entries) };
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The request's own address, with another offset. */
function urlOf(request: ReceivedRequest, offset?: number): string {
  const query = new URLSearchParams(request.query);
  if (offset !== undefined) query.set("page[cursor]", Buffer.from(`after:${offset}`).toString("base64url"));
  const search = query.size > 0 ? `?${query}` : "";
  return `${originOf(request)}${request.path}${search}`;
}

function originOf({ headers }: ReceivedRequest): string {
  return `http://${headers.get("host") ?? "127.0.0.1"}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
