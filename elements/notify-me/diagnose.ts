// Says why an element shows or does not, what it would send, and what is in its way.
import type { BackInStockOptions, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import type { isBlocked } from "../../src/js/wasm/load.ts";
import type { Controller } from "./controller.ts";
import { spellingProblems } from "./spelling.ts";
import type { Explanation } from "./types.ts";
import type { VariantState } from "./variant-state.ts";

/** What the reason depends on, beside what the shop wants. */
const REPORTED_FACTS = ["quantity", "policy", "available", "preorder", "tags"];
/** How long the service's address may take to answer, in ms. */
const REACH_TIMEOUT = 3_000;

/** What it uses of the package: if it imported that, bundlers would cut it in two. */
interface PackageFunctions {
  buildRequest: typeof buildRequest;
  init: typeof init;
  isBlocked: typeof isBlocked;
}

export async function explain(
  controller: Controller,
  state: VariantState,
  problems: string[],
  options: BackInStockOptions,
  { buildRequest, init, isBlocked }: PackageFunctions,
): Promise<Explanation> {
  const rowStates = controller.rowStates();
  const eligible = rowStates.filter(({ shows }) => shows);
  // With several, the first that shows, unless the chosen one does.
  const reported = state.shows ? state : (eligible[0] ?? (state.variant ? state : rowStates[0]) ?? state);
  const { shows, reason, fact } = reported;
  const facts = REPORTED_FACTS.map((name) => [name, fact(name)]).filter(([, value]) => value !== undefined);
  const explanation: Explanation = { shows, reason, known: Object.fromEntries(facts), problems };
  const addProblem = (problem: string) => problems.includes(problem) || problems.push(problem);
  spellingProblems(controller.element).forEach(addProblem);
  let isViolated = false;
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    isViolated = true;
    addProblem(`the policy's ${effectiveDirective} refuses ${blockedURI}`);
  };
  // It bubbles. Not `document`, whose members an `<img name="addEventListener">` may shadow.
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
  // Reports of a policy come as events of their own, and say more.
  await new Promise((resolve) => setTimeout(resolve));
  if (unreachable && !isViolated) addProblem(unreachable);
  if (isBlocked())
    addProblem("'wasm-unsafe-eval' is missing in script-src: plain JavaScript is used, which is larger");
  removeEventListener("securitypolicyviolation", onViolation);
  return explanation;
}

/** Why an address does not answer; an empty text if it does. */
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
      : `${origin} could not be reached: offline, or something blocks it`;
  } finally {
    clearTimeout(timer);
  }
}

interface Body {
  data: { relationships: { variant: { data: { id: string } } } };
}
