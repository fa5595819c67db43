import type { Account } from "../account/account.ts";
import { lacksConsent } from "../account/consents.ts";
import { readDocument } from "./document.ts";
import { type Endpoint, findEndpoint } from "./endpoints.ts";
import { type Finding, type FindingCode, findings } from "./findings.ts";
import { Refusal } from "./problem.ts";
import type { ReceivedRequest } from "./request.ts";
import { chooseRevision, stateOf } from "./revision.ts";

/** What the live service might let pass in a request to one of its endpoints, and its description does not have. */
export function inspect(request: ReceivedRequest, account: Account): Finding[] {
  const endpoint = findEndpoint(request.path);
  if (!endpoint || request.method !== "POST") return [];
  const document = readDocument(request.body);
  const body = document instanceof Refusal ? undefined : document.value;
  return [
    ...inspectAddress(request, endpoint),
    ...inspectHeaders(request, endpoint),
    ...inspectRevision(request),
    ...unknownKeys(body, endpoint.schema, "")
      .filter((pointer) => !isOfOlderRevision(pointer, request))
      .map((pointer) => find("key_unknown", pointer)),
    ...inspectMeaning(body, endpoint, account),
  ];
}

function find(code: FindingCode, where: string): Finding {
  return { code, where, detail: findings[code] };
}

function inspectAddress({ path, query }: ReceivedRequest, { audience }: Endpoint): Finding[] {
  const known = audience === "client" ? ["company_id"] : [];
  const strange = [...new Set(query.keys())].filter((name) => !known.includes(name));
  const slash = path.endsWith("/") ? [find("trailing_slash", "path")] : [];
  return [...slash, ...strange.map((name) => find("query_unknown", name))];
}

function inspectHeaders({ headers }: ReceivedRequest, { audience }: Endpoint): Finding[] {
  const isExact = headers.get("content-type")?.trim().toLowerCase() === "application/vnd.api+json";
  const type = isExact ? [] : [find("media_type", "content-type")];
  if (audience === "server") return type;
  const cookies = headers.has("cookie") ? [find("cookies", "cookie")] : [];
  const server = headers.has("origin") ? [] : [find("server_call", "origin")];
  return [...type, ...cookies, ...server];
}

function inspectRevision(request: ReceivedRequest): Finding[] {
  const served = chooseRevision(request);
  if (served instanceof Refusal) return [];
  const { choices, revision } = served;
  if (choices.includes("revision_retired")) return [find("revision_retired", "revision")];
  if (choices.length > 0) return [find("revision_unknown", "revision")];
  return stateOf(revision, request.at) === "stable" ? [] : [find("revision_deprecated", "revision")];
}

/** Keys that the description has and the emulator does not look at, by the end of the pointer to where they are. */
const ignored: readonly (readonly [end: RegExp, keys: readonly string[]])[] = [
  [
    /^\/data\/attributes\/profile\/data\/attributes$/,
    [
      "_kx",
      "first_name",
      "last_name",
      "organization",
      "locale",
      "title",
      "image",
      "location",
      "properties",
      "meta",
    ],
  ],
  [/\/subscriptions$/, ["push"]],
  [/\/subscriptions\/email$/, ["open_tracking"]],
  [/\/(marketing|transactional)$/, ["consented_at"]],
];

/**
 * Keys that newer descriptions no longer have, with the first revision without them. The official SDK for Node has
 * `anonymous_id` in the profile up to revision 2025-10-15.
 */
const removedKeys: readonly (readonly [end: RegExp, revision: string])[] = [
  [/\/profile\/data\/attributes\/anonymous_id$/, "2026-01-15"],
];

/** Whether the description of the request's own revision has a key that the current one does not have. */
function isOfOlderRevision(pointer: string, { headers }: ReceivedRequest): boolean {
  const own = headers.get("revision") ?? "";
  return removedKeys.some(([end, revision]) => end.test(pointer) && own !== "" && own < revision);
}

/** Only a consent's profile has more to tell than who it is. */
function isIgnored(key: string, pointer: string, schema: object): boolean {
  const isConsent = pointer.includes("/subscriptions") || Object.hasOwn(schema, "subscriptions");
  return isConsent && ignored.some(([end, keys]) => end.test(pointer) && keys.includes(key));
}

/** Pointers to the keys that a schema does not have. */
function unknownKeys(value: unknown, schema: object, pointer: string): string[] {
  const known: unknown = Reflect.get(schema, "properties");
  if (!isObject(value) || !isObject(known)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const inner = Object.hasOwn(known, key) ? known[key] : undefined;
    if (isObject(inner)) return unknownKeys(item, inner, place);
    return isIgnored(key, pointer, known) ? [] : [place];
  });
}

/** What a body says, as far as it has the right shape. */
function inspectMeaning(body: unknown, { examine }: Endpoint, account: Account): Finding[] {
  const variant = at(body, "data", "relationships", "variant", "data", "id");
  const channels = at(body, "data", "attributes", "channels");
  const attributes = at(body, "data", "attributes", "profile", "data", "attributes");
  const found: Finding[] = [];
  const variantFault = typeof variant === "string" ? faultOfVariant(variant) : undefined;
  if (variantFault) found.push(find(variantFault, "/data/relationships/variant/data/id"));
  if (Array.isArray(channels) && new Set(channels).size < channels.length) {
    found.push(find("channel_repeated", "/data/attributes/channels"));
  }
  const change = examine(body, { catalog: account.catalog, revision: "9999-12-31" });
  if (change instanceof Refusal) return found;
  const { id, externalId } = change.identifiers;
  if (change.subscription?.channels.includes("PUSH") && id === undefined && externalId === undefined) {
    found.push(find("push_unreachable", "/data/attributes/channels"));
  }
  const profile = account.profiles.find(change.identifiers);
  if (change.subscription?.channels.some((channel) => lacksConsent(profile, channel))) {
    found.push(find("consent_missing", "/data/attributes/channels"));
  }
  if (change.consents && isObject(attributes) && !attributes.subscriptions) {
    found.push(find("consent_implicit", "/data/attributes/profile/data/attributes/subscriptions"));
  }
  return found;
}

/** A value that a script printed instead of an id, or a template that was never rendered. */
const placeholder = /^(undefined|null|NaN|None|\[object \w+\])$|\{\{|\{%|<%|\$\{/;

function faultOfVariant(variant: string): FindingCode | undefined {
  const external = /^[^:]+:::[^:]+:::(?!.*:::)(.+)$/s.exec(variant)?.[1];
  const id = external ?? variant;
  if (id.startsWith("gid://")) return "variant_gid";
  if (placeholder.test(id)) return "variant_placeholder";
  return external === undefined ? "variant_form" : undefined;
}

function at(value: unknown, ...names: readonly string[]): unknown {
  let inner = value;
  for (const name of names) inner = isObject(inner) ? inner[name] : undefined;
  return inner;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
