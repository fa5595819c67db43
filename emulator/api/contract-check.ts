import { isMissingConsent } from "../account/consents.ts";
import { parseBody } from "./body.ts";
import type { Context } from "./decide.ts";
import { type Endpoint, findEndpoint, type WriteEndpoint } from "./endpoints.ts";
import { type Finding, type FindingCode, findings } from "./findings.ts";
import { Rejection } from "./rejection.ts";
import type { ReceivedRequest } from "./request.ts";
import { lifecycleOf, resolveRevision } from "./revision.ts";

/** What the check depends on besides the request. */
type CheckContext = Pick<Context, "account" | "options">;

/** Lists the deviations of a request from Klaviyo's API description that the live service might accept. */
export function checkContract(request: ReceivedRequest, emulation: CheckContext): Finding[] {
  const endpoint = findEndpoint(request.path);
  if (!endpoint || request.method !== endpoint.method) return [];
  const url = checkUrl(request, endpoint);
  if (endpoint.method === "GET") return [...url, ...checkRevision(request)];
  const parsed = parseBody(request.body);
  const body = parsed instanceof Rejection ? undefined : parsed.value;
  return [
    ...url,
    ...checkHeaders(request, endpoint),
    ...checkRevision(request),
    ...unknownKeys(body, endpoint.schema, "")
      .filter((pointer) => !existedInRevision(pointer, request))
      .map((pointer) => finding("key_unknown", pointer)),
    ...checkContent(body, endpoint, emulation),
  ];
}

function finding(code: FindingCode, where: string): Finding {
  return { code, where, detail: findings[code] };
}

function checkUrl({ path, query }: ReceivedRequest, { query: known }: Endpoint): Finding[] {
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  const slash = path.endsWith("/") ? [finding("trailing_slash", "path")] : [];
  return [...slash, ...unknown.map((name) => finding("query_unknown", name))];
}

function checkHeaders({ headers }: ReceivedRequest, { audience }: Endpoint): Finding[] {
  const isExact = headers.get("content-type")?.trim().toLowerCase() === "application/vnd.api+json";
  const type = isExact ? [] : [finding("media_type", "content-type")];
  if (audience === "server") return type;
  const cookies = headers.has("cookie") ? [finding("cookies", "cookie")] : [];
  const server = headers.has("origin") ? [] : [finding("server_call", "origin")];
  return [...type, ...cookies, ...server];
}

function checkRevision(request: ReceivedRequest): Finding[] {
  const served = resolveRevision(request);
  if (served instanceof Rejection) return [];
  const { assumptions, revision } = served;
  if (assumptions.includes("revision_retired")) return [finding("revision_retired", "revision")];
  if (assumptions.length > 0) return [finding("revision_unknown", "revision")];
  return lifecycleOf(revision, request.at) === "stable" ? [] : [finding("revision_deprecated", "revision")];
}

/** Keys that the API description has and the emulator ignores, by the end of their parent's pointer. */
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
];

/**
 * Keys that newer API descriptions no longer have, with the first revision without them. The official SDK for Node has
 * `anonymous_id` in the profile up to revision 2025-10-15.
 */
const removedKeys: readonly (readonly [end: RegExp, revision: string])[] = [
  [/\/profile\/data\/attributes\/anonymous_id$/, "2026-01-15"],
];

/** Whether a key exists in the API description of the request's own revision, but not in the current one. */
function existedInRevision(pointer: string, { headers }: ReceivedRequest): boolean {
  const own = headers.get("revision") ?? "";
  return removedKeys.some(([end, revision]) => end.test(pointer) && own !== "" && own < revision);
}

/** Only the profile of a consent may have more than identifiers. */
function isIgnored(key: string, pointer: string, schema: object): boolean {
  const isConsent = pointer.includes("/subscriptions") || Object.hasOwn(schema, "subscriptions");
  return isConsent && ignored.some(([end, keys]) => end.test(pointer) && keys.includes(key));
}

/** Pointers to the keys that a schema does not have. */
function unknownKeys(value: unknown, schema: object, pointer: string): string[] {
  const known: unknown = Reflect.get(schema, "properties");
  const items: unknown = Reflect.get(schema, "items");
  if (Array.isArray(value) && isObject(items)) {
    return value.flatMap((item, index) => unknownKeys(item, items, `${pointer}/${index}`));
  }
  if (!isObject(value) || !isObject(known)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const itemPointer = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const itemSchema = Object.hasOwn(known, key) ? known[key] : undefined;
    if (isObject(itemSchema)) return unknownKeys(item, itemSchema, itemPointer);
    return isIgnored(key, pointer, known) ? [] : [itemPointer];
  });
}

/** Checks the values of a body, as far as it has the right shape. */
function checkContent(body: unknown, { validate }: WriteEndpoint, context: CheckContext): Finding[] {
  const variant = at(body, "data", "relationships", "variant", "data", "id");
  const channels = at(body, "data", "attributes", "channels");
  const attributes = at(body, "data", "attributes", "profile", "data", "attributes");
  const found: Finding[] = [];
  const variantCode = typeof variant === "string" ? variantCodeOf(variant) : undefined;
  if (variantCode) found.push(finding(variantCode, "/data/relationships/variant/data/id"));
  if (Array.isArray(channels) && new Set(channels).size < channels.length) {
    found.push(finding("channel_repeated", "/data/attributes/channels"));
  }
  const { account, options } = context;
  const unlimited = {
    catalog: account.catalog,
    revision: "9999-12-31",
    at: Number.POSITIVE_INFINITY,
    options,
  };
  const change = validate(body, unlimited);
  if (change instanceof Rejection || change.do !== "accept") return found;
  const { id, externalId } = change.identifiers;
  if (change.subscription?.channels.includes("PUSH") && id === undefined && externalId === undefined) {
    found.push(finding("push_unreachable", "/data/attributes/channels"));
  }
  const profile = account.profiles.find(change.identifiers);
  if (change.subscription?.channels.some((channel) => isMissingConsent(profile, channel))) {
    found.push(finding("consent_missing", "/data/attributes/channels"));
  }
  if (change.consents && isObject(attributes) && !attributes.subscriptions) {
    found.push(finding("consent_implicit", "/data/attributes/profile/data/attributes/subscriptions"));
  }
  return found;
}

/** A printed `undefined` or the like instead of an id, or a template that was not rendered. */
const placeholder = /^(undefined|null|NaN|None|\[object \w+\])$|\{\{|\{%|<%|\$\{/;

function variantCodeOf(variant: string): FindingCode | undefined {
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
