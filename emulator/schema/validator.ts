import { Ajv, type ErrorObject, type JSONSchemaType, type ValidateFunction } from "ajv";
import { type ApiError, invalidValue, Rejection } from "../api/rejection.ts";
import { type AssumptionId, assumptions } from "../assumptions/index.ts";

/** Checks whether a value has the shape of `T`. A rejection has an error for each invalid place. */
export type SchemaValidator<T> = (value: unknown) => { readonly value: T } | Rejection;

/** A validator of a JSON Schema. It compiles the schema on first use, so that an emulator starts fast. */
export function compileSchema<T>(schema: JSONSchemaType<T>): SchemaValidator<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    compiled ??= new Ajv({ allErrors: true, verbose: true }).compile(schema);
    return compiled(value) ? { value } : rejectAll(compiled.errors ?? []);
  };
}

/** One error for each place: the first one found. */
function rejectAll(errors: readonly ErrorObject[]): Rejection {
  const byPointer = new Map<string, ApiError>();
  const assumed = new Set<AssumptionId>();
  for (const error of errors) {
    const pointer = pointerOf(error);
    if (byPointer.has(pointer)) continue;
    byPointer.set(pointer, invalidValue(pointer, detailOf(error)));
    const assumption = assumptionOf(error);
    if (assumption) assumed.add(assumption);
  }
  return new Rejection(400, [...byPointer.values()], { assumptions: [...assumed] });
}

/** The pointer to the invalid value: for a missing key to where it should be, for the whole body `/data`. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  const missing: unknown = keyword === "required" ? Object.values(params)[0] : undefined;
  return (typeof missing === "string" ? `${instancePath}/${missing}` : instancePath) || "/data";
}

/** Never quotes the value, which may be a person's address. */
function detailOf({ keyword, schema, parentSchema }: ErrorObject): string {
  const description: unknown = Reflect.get(parentSchema ?? {}, "description");
  if (keyword === "required") return "This is required.";
  if (keyword === "type") return `This must be of type ${String(schema)}.`;
  if (keyword === "const" || keyword === "enum") return `This must be one of: ${[schema].flat().join(", ")}.`;
  if (keyword === "minItems") return "At least one is required.";
  if (keyword === "maxItems") return `The maximum is ${String(schema)}.`;
  if (keyword === "maxLength") return `The maximum length is ${String(schema)} characters.`;
  return typeof description === "string" ? `This is not ${description}.` : "This is not valid.";
}

function assumptionOf({ keyword, parentSchema }: ErrorObject): AssumptionId | undefined {
  if (keyword === "required") return "pointer_missing";
  if (!["pattern", "minItems", "maxItems"].includes(keyword)) return undefined;
  const comment: unknown = Reflect.get(parentSchema ?? {}, "$comment");
  return isAssumptionId(comment) ? comment : undefined;
}

function isAssumptionId(value: unknown): value is AssumptionId {
  return typeof value === "string" && Object.hasOwn(assumptions, value);
}
