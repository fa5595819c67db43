import { Ajv, type ErrorObject, type JSONSchemaType, type ValidateFunction } from "ajv";
import { type ApiError, invalidValue, Rejection } from "../api/rejection.ts";
import { type AssumptionId, assumptions } from "../assumptions/index.ts";

/** Says whether a value has the shape of `T`, or refuses it with every fault at once. */
export type SchemaValidator<T> = (value: unknown) => { readonly value: T } | Rejection;

/** Makes a validator of a JSON Schema. It is compiled when it is used first, which keeps the start of an emulator short. */
export function compileSchema<T>(schema: JSONSchemaType<T>): SchemaValidator<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    compiled ??= new Ajv({ allErrors: true, verbose: true }).compile(schema);
    return compiled(value) ? { value } : rejectAll(compiled.errors ?? []);
  };
}

/** One problem for each place, the first that was found there. */
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

/** The place of the fault: for a missing key the place where it should be, for the whole body `/data`. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  const missing: unknown = keyword === "required" ? Object.values(params)[0] : undefined;
  return (typeof missing === "string" ? `${instancePath}/${missing}` : instancePath) || "/data";
}

/** Never quotes the value: it may be somebody's address. */
function detailOf({ keyword, schema, parentSchema }: ErrorObject): string {
  const description: unknown = Reflect.get(parentSchema ?? {}, "description");
  if (keyword === "required") return "This is required.";
  if (keyword === "type") return `This must be of type ${String(schema)}.`;
  if (keyword === "const" || keyword === "enum") return `This must be one of: ${[schema].flat().join(", ")}.`;
  if (keyword === "minItems") return "At least one is required.";
  if (keyword === "maxLength") return `This must have at most ${String(schema)} characters.`;
  return typeof description === "string" ? `This is not ${description}.` : "This is not valid.";
}

function assumptionOf({ keyword, parentSchema }: ErrorObject): AssumptionId | undefined {
  if (keyword === "required") return "pointer_missing";
  if (keyword !== "pattern" && keyword !== "minItems") return undefined;
  const comment: unknown = Reflect.get(parentSchema ?? {}, "$comment");
  return isAssumptionId(comment) ? comment : undefined;
}

function isAssumptionId(value: unknown): value is AssumptionId {
  return typeof value === "string" && Object.hasOwn(assumptions, value);
}
