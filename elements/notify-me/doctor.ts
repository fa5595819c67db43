// Says why an element shows or does not, what it would send, and what is in its way.
import type { BackInStockOptions, buildRequest, init } from "../../src/js/entry/subscribe.ts";
import type { isBlocked } from "../../src/js/wasm/load.ts";
import type { Known } from "./known.ts";
import { misspelt } from "./misspelt.ts";
import type { Shell } from "./shell.ts";
import type { Explanation } from "./types.ts";

/** What the reason depends on, beside what the shop wants. */
const FACTS = ["quantity", "policy", "available", "preorder", "tags"];
/** How long the service's address may take to answer, in ms. */
const PATIENCE = 3_000;

/** What it uses of the package: if it imported that, bundlers would cut it in two. */
interface Tools {
  buildRequest: typeof buildRequest;
  init: typeof init;
  isBlocked: typeof isBlocked;
}

export async function explain(
  shell: Shell,
  known: Known,
  problems: string[],
  options: BackInStockOptions,
  { buildRequest, init, isBlocked }: Tools,
): Promise<Explanation> {
  const rows = shell.rows();
  const sizes = rows.filter(({ shows }) => shows);
  // With several, the first that shows, unless the chosen one does.
  const about = known.shows ? known : (sizes[0] ?? (known.variant ? known : rows[0]) ?? known);
  const { shows, reason, fact } = about;
  const facts = FACTS.map((name) => [name, fact(name)]).filter(([, value]) => value !== undefined);
  const told: Explanation = { shows, reason, known: Object.fromEntries(facts), problems };
  const note = (problem: string) => problems.includes(problem) || problems.push(problem);
  misspelt(shell.element).forEach(note);
  let refused = false;
  const refuse = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    refused = true;
    note(`the policy's ${effectiveDirective} refuses ${blockedURI}`);
  };
  // It bubbles. Not `document`, whose members an `<img name="addEventListener">` may shadow.
  addEventListener("securitypolicyviolation", refuse);
  let unreached = "";
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
    const others = sizes.filter(({ variant }) => variant !== about.variant);
    const requests = [about, ...others].map(({ variant }) =>
      buildRequest({ variant, profile: { email: "nobody@example.com" } }, service),
    );
    const ids = requests.map(({ body }) => (body as Body).data.relationships.variant.data.id);
    const [{ url }] = requests as [(typeof requests)[0]];
    told.variant = ids[0] as string;
    if (ids.length > 1) told.variants = ids;
    told.endpoint = url;
    unreached = await reach(url);
  } catch (error) {
    note((error as Error).message);
  }
  // Reports of a policy come as events of their own, and say more.
  await new Promise((resolve) => setTimeout(resolve));
  if (unreached && !refused) note(unreached);
  if (isBlocked())
    note("'wasm-unsafe-eval' is missing in script-src: plain JavaScript is used, which is larger");
  removeEventListener("securitypolicyviolation", refuse);
  return told;
}

/** Why an address does not answer; an empty text if it does. */
async function reach(url: string): Promise<string> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), PATIENCE);
  try {
    await fetch(url, { method: "HEAD", mode: "no-cors", credentials: "omit", signal: end.signal });
    return "";
  } catch {
    const { origin } = new URL(url);
    return end.signal.aborted
      ? `${origin} did not answer within ${PATIENCE / 1000} seconds`
      : `${origin} could not be reached: offline, or something blocks it`;
  } finally {
    clearTimeout(timer);
  }
}

interface Body {
  data: { relationships: { variant: { data: { id: string } } } };
}
