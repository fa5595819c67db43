// Explains why an element shows or is hidden, what it would send, and which problems the page has.
import type { BackInStockOptions, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import type { isBlocked } from "../../src/js/wasm/load.ts";
import type { Controller } from "./controller.ts";
import type { CHECKS, Check, LISTS, listOf } from "./form/attribute-values.ts";
import { spellingProblems } from "./spelling.ts";
import type { Explanation } from "./types.ts";
import type { VariantState } from "./variant-state.ts";

/** The values of a variant that determine the reason. */
const REPORTED_FACTS = ["quantity", "policy", "available", "preorder", "tags"];
/** How long to wait for the endpoint to answer, in ms. */
const REACH_TIMEOUT = 3_000;

/** Parts of the form's script, passed in: importing them here would make bundlers split that script. */
interface FormParts {
  buildRequest: typeof buildRequest;
  init: typeof init;
  isBlocked: typeof isBlocked;
  CHECKS: typeof CHECKS;
  LISTS: typeof LISTS;
  listOf: typeof listOf;
}

/** Attributes that are read before the form's script is loaded. */
const EARLY_CHECKS: { readonly [name: string]: Check } = {
  threshold: [(text) => Number(text) > 0, "a number above 0"],
};

/** Builds the explanation. `problems` holds the problems found so far; new ones are added to it. */
export async function explain(
  controller: Controller,
  state: VariantState,
  problems: string[],
  options: BackInStockOptions,
  { buildRequest, init, isBlocked, ...checks }: FormParts,
): Promise<Explanation> {
  const rowStates = controller.rowStates();
  const eligible = rowStates.filter(({ shows }) => shows);
  // With `multiple`, report the chosen row, or the first row that shows.
  const reported = state.shows ? state : (eligible[0] ?? (state.variant ? state : rowStates[0]) ?? state);
  const { shows, reason, fact } = reported;
  const facts = REPORTED_FACTS.map((name) => [name, fact(name)]).filter(([, value]) => value !== undefined);
  const explanation: Explanation = { shows, reason, known: Object.fromEntries(facts), problems };
  const addProblem = (problem: string) => problems.includes(problem) || problems.push(problem);
  for (const found of [attributeProblems(controller, checks), spellingProblems(controller.element)])
    found.forEach(addProblem);
  let isViolated = false;
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    isViolated = true;
    addProblem(`the content security policy (${effectiveDirective}) blocks ${blockedURI}`);
  };
  // The event bubbles to the window. Members of `document` may be shadowed by an `<img name="addEventListener">`.
  addEventListener("securitypolicyviolation", onViolation);
  let unreachable = "";
  try {
    await init();
    const { companyId, endpoint, integration, catalog, revision, country } = options;
    const service = {
      audience: "client",
      companyId,
      endpoint,
      integration,
      catalog,
      revision,
      country,
    } as const;
    const others = eligible.filter(({ variant }) => variant !== reported.variant);
    const requests = [reported, ...others].map(({ variant }) =>
      buildRequest({ variant, profile: { email: "nobody@example.com" } }, service),
    );
    const ids = requests.map(({ body }) => (body as Body).data.relationships.variant.data.id);
    const [{ url }] = requests as [(typeof requests)[0]];
    explanation.variant = ids[0] as string;
    if (ids.length > 1) explanation.variants = ids;
    explanation.endpoint = url;
    unreachable = await reachabilityProblem(url);
  } catch (error) {
    addProblem((error as Error).message);
  }
  // A policy violation is reported by an event, after the rejection, and says more than the rejection.
  await new Promise((resolve) => setTimeout(resolve));
  if (unreachable && !isViolated) addProblem(unreachable);
  if (isBlocked())
    addProblem("script-src does not allow 'wasm-unsafe-eval': the larger JavaScript fallback is used");
  removeEventListener("securitypolicyviolation", onViolation);
  return explanation;
}

/** Describes each invalid attribute. */
function attributeProblems(
  controller: Controller,
  { CHECKS, LISTS, listOf }: Pick<FormParts, "CHECKS" | "LISTS" | "listOf">,
): string[] {
  const problemsOf = (name: string, [isValid, expected]: Check, values: string[]) =>
    values.every(isValid) ? [] : [`${name} must be ${expected}`];
  return [
    ...Object.entries({ ...EARLY_CHECKS, ...CHECKS }).flatMap(([name, check]) => {
      const value = controller.option(name);
      return problemsOf(name, check, value ? [value] : []);
    }),
    ...Object.entries(LISTS).flatMap(([name, check]) => problemsOf(name, check, listOf(controller, name))),
  ];
}

/** Why a URL does not answer; an empty string if it does. */
async function reachabilityProblem(url: string): Promise<string> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), REACH_TIMEOUT);
  try {
    await fetch(url, { method: "HEAD", mode: "no-cors", credentials: "omit", signal: timeout.signal });
    return "";
  } catch {
    const { origin } = new URL(url);
    return timeout.signal.aborted
      ? `${origin} did not answer within ${REACH_TIMEOUT / 1000} seconds`
      : `${origin} could not be reached: the browser is offline, or an extension or network blocks it`;
  } finally {
    clearTimeout(timer);
  }
}

/** The part of a request's JSON that is read here. */
interface Body {
  data: { relationships: { variant: { data: { id: string } } } };
}
