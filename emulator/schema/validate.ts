import { Ajv, type ErrorObject, type JSONSchemaType, type ValidateFunction } from "ajv";
import { type ChoiceId, choices } from "../choices/index.ts";
import { invalid, type Problem, Refusal } from "../judge/problem.ts";

/** Says whether a value has the shape of `T`, or refuses it with every fault at once. */
export type Validator<T> = (value: unknown) => { readonly document: T } | Refusal;

/** Makes a validator of a JSON Schema. It is compiled when it is used first, which keeps the start of an emulator short. */
export function validator<T>(schema: JSONSchemaType<T>): Validator<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    compiled ??= new Ajv({ allErrors: true, verbose: true }).compile(schema);
    return compiled(value) ? { document: value } : refuseAll(compiled.errors ?? []);
  };
}

/** One problem for each place, the first that was found there. */
function refuseAll(errors: readonly ErrorObject[]): Refusal {
  const problems = new Map<string, Problem>();
  const rests = new Set<ChoiceId>();
  for (const error of errors) {
    const pointer = pointerOf(error);
    if (problems.has(pointer)) continue;
    problems.set(pointer, invalid(pointer, detailOf(error)));
    const choice = choiceOf(error);
    if (choice) rests.add(choice);
  }
  return new Refusal(400, [...problems.values()], { choices: [...rests] });
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

function choiceOf({ keyword, parentSchema }: ErrorObject): ChoiceId | undefined {
  if (keyword === "required") return "pointer_missing";
  if (keyword !== "pattern" && keyword !== "minItems") return undefined;
  const comment: unknown = Reflect.get(parentSchema ?? {}, "$comment");
  return isChoiceId(comment) ? comment : undefined;
}

function isChoiceId(value: unknown): value is ChoiceId {
  return typeof value === "string" && Object.hasOwn(choices, value);
}
