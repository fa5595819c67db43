import { type Rejection, reject } from "./rejection.ts";
import type { ReceivedBody, ReceivedRequest } from "./request.ts";

const mediaTypes = ["application/vnd.api+json", "application/json"];
const maxDepth = 32;

/** The first media type is from Klaviyo's API description, the second from the guide's example. */
export function checkMediaType({ headers }: ReceivedRequest): Rejection | undefined {
  const [essence = ""] = (headers.get("content-type") ?? "").split(";");
  if (mediaTypes.includes(essence.trim().toLowerCase())) return undefined;
  return reject("media_type", `The Content-Type must be ${mediaTypes.join(" or ")}.`);
}

/** A body that was parsed as JSON. */
export interface ParsedBody {
  readonly value: unknown;
}

/** Caches the results, so that each body is parsed only once. */
const cache = new WeakMap<ReceivedBody, ParsedBody | Rejection>();

export function parseBody(body: ReceivedBody): ParsedBody | Rejection {
  const parsed = cache.get(body) ?? parse(body);
  cache.set(body, parsed);
  return parsed;
}

function parse(body: ReceivedBody): ParsedBody | Rejection {
  if ("error" in body) return reject("body_too_large", "The body has more than 1 MB.");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body.bytes));
  } catch {
    return reject("body_not_json", "The body is not valid JSON in UTF-8.");
  }
  return depthOf(value) > maxDepth
    ? reject("body_too_deep", `The body is nested deeper than ${maxDepth}.`)
    : { value: withoutProto(value) };
}

/** Works level by level: nesting in a body of 1 MB can be too deep for recursion. */
function depthOf(value: unknown): number {
  let level: object[] = [value].filter(isObject);
  let depth = 0;
  while (level.length > 0 && depth <= maxDepth) {
    level = level.flatMap((node): unknown[] => Object.values(node)).filter(isObject);
    depth += 1;
  }
  return depth;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A copy without `__proto__` keys: assigning one would change the prototype of its target. */
function withoutProto(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(withoutProto);
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.filter(([key]) => key !== "__proto__").map(([key, item]) => [key, withoutProto(item)]),
  );
}
