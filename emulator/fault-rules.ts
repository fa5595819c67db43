import { EmulatorError } from "./errors.ts";
import { checkFault, type FaultRequest, type FaultRule, type FaultScript } from "./faults.ts";

/** The faults in force: a function that picks the fault of a request, and the rules it was made from, if any. */
export interface FaultPlan {
  readonly script?: FaultScript;
  /** The rules that can still apply. A rule with `times` ends when it is used up. */
  readonly rules?: () => readonly FaultRule[];
}

/**
 * Reads faults: a function, or a list of rules.
 *
 * @throws EmulatorError `invalid_option` for anything else, an empty list, or an invalid rule
 */
export function readFaults(faults: unknown): FaultPlan {
  if (faults === undefined) return {};
  if (typeof faults === "function") return { script: faults as FaultScript };
  if (!Array.isArray(faults) || faults.length === 0) {
    return invalidOption("faults must be a function that returns a fault or undefined, or a list of rules");
  }
  return planOf(faults.map(readRule));
}

const checks: Record<Exclude<keyof FaultRule, "fault">, (value: unknown) => boolean> = {
  path: (value) => typeof value === "string",
  variant: (value) => typeof value === "string",
  attempts: isCount,
  times: isCount,
  chance: (value) => typeof value === "number" && value >= 0 && value <= 1,
};

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

function readRule(rule: unknown): FaultRule {
  if (typeof rule !== "object" || rule === null) return invalidOption("a fault rule must be an object");
  for (const [name, value] of Object.entries(rule)) {
    if (name === "fault") continue;
    const check = Object.hasOwn(checks, name) ? checks[name as keyof typeof checks] : undefined;
    if (!check) return invalidOption(`unknown ${JSON.stringify(name)} in a fault rule`);
    if (!check(value)) return invalidOption(`${name} of a fault rule is invalid`);
  }
  const read = rule as FaultRule;
  return { ...read, fault: { ...checkFault(read.fault) } };
}

/** The first matching rule decides. */
function planOf(rules: readonly FaultRule[]): Required<FaultPlan> {
  const chance = seededRandom();
  const left = rules.map(({ times = Number.POSITIVE_INFINITY }) => times);
  const isUsedUp = (index: number) => (left[index] ?? 0) <= 0;
  const script: FaultScript = (request) => {
    for (const [index, rule] of rules.entries()) {
      if (isUsedUp(index) || !matches(rule, request)) continue;
      if (rule.chance !== undefined && chance() >= rule.chance) continue;
      left[index] = (left[index] ?? 0) - 1;
      return rule.fault;
    }
    return undefined;
  };
  return { script, rules: () => rules.filter((_, index) => !isUsedUp(index)) };
}

function matches({ path, variant, attempts }: FaultRule, request: FaultRequest): boolean {
  if (path !== undefined && path !== request.path.replace(/\/$/, "")) return false;
  if (attempts !== undefined && request.attempt > attempts) return false;
  return variant === undefined || variant === variantOf(request.body);
}

function variantOf(body: unknown): unknown {
  let value = body;
  for (const name of ["data", "relationships", "variant", "data", "id"]) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** Numbers from 0 to 1 from a fixed seed, so that runs are repeatable: a linear congruential generator. */
function seededRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
