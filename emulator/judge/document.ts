import { type Refusal, refuse } from "./problem.ts";
import type { ReceivedBody, ReceivedRequest } from "./request.ts";

const mediaTypes = ["application/vnd.api+json", "application/json"];
const deepest = 32;

/** The first is Klaviyo's API description, the second the guide's example. */
export function checkMediaType({ headers }: ReceivedRequest): Refusal | undefined {
  const [essence = ""] = (headers.get("content-type") ?? "").split(";");
  if (mediaTypes.includes(essence.trim().toLowerCase())) return undefined;
  return refuse("media_type", `The Content-Type must be ${mediaTypes.join(" or ")}.`);
}

/** A body that was read. */
export interface Document {
  readonly value: unknown;
}

/** A body is read once, however often it is asked for. */
const known = new WeakMap<ReceivedBody, Document | Refusal>();

export function readDocument(body: ReceivedBody): Document | Refusal {
  const document = known.get(body) ?? read(body);
  known.set(body, document);
  return document;
}

function read(body: ReceivedBody): Document | Refusal {
  if ("fault" in body) return refuse("body_too_large", "The body has more than 1 MB.");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body.bytes));
  } catch {
    return refuse("body_not_json", "The body is not valid JSON in UTF-8.");
  }
  return depthOf(value) > deepest
    ? refuse("body_too_deep", `The body is nested deeper than ${deepest}.`)
    : { value: plain(value) };
}

/** Level by level, not by recursion: a body of 1 MB can be nested deeper than the stack is. */
function depthOf(value: unknown): number {
  let level: object[] = [value].filter(isObject);
  let depth = 0;
  while (level.length > 0 && depth <= deepest) {
    level = level.flatMap((node): unknown[] => Object.values(node)).filter(isObject);
    depth += 1;
  }
  return depth;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A copy without keys `__proto__`: to assign one would change the prototype of whatever it is assigned to. */
function plain(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.filter(([key]) => key !== "__proto__").map(([key, item]) => [key, plain(item)]),
  );
}
