// Says why an element shows or does not, what it would send, and what is in its way.
import type { buildRequest, init } from "../entry/subscribe.ts";
import type { isBlocked } from "../module.ts";
import type { BackInStockOptions } from "../types.ts";
import type { Known } from "./known.ts";
import type { Shell } from "./shell.ts";
import type { Explanation } from "./types.ts";

/** What the reason depends on, beside what the shop wants. */
const FACTS = ["quantity", "policy", "available", "preorder", "tags"];

/** What it uses of the package: if it imported that, bundlers would cut it in two. */
interface Tools {
  buildRequest: typeof buildRequest;
  init: typeof init;
  isBlocked: typeof isBlocked;
}

export async function explain(
  shell: Shell,
  { variant, reason, fact }: Known,
  problems: string[],
  options: BackInStockOptions,
  { buildRequest, init, isBlocked }: Tools,
): Promise<Explanation> {
  const shows = reason === "shows" || shell.sizes().length > 0;
  const known = FACTS.map((name) => [name, fact(name)]).filter(([, value]) => value !== undefined);
  const told: Explanation = { shows, reason, known: Object.fromEntries(known), problems };
  const note = (problem: string) => problems.includes(problem) || problems.push(problem);
  const refused = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    note(`the policy's ${effectiveDirective} refuses ${blockedURI}`);
  // It bubbles. Not `document`, whose members an `<img name="addEventListener">` may shadow.
  addEventListener("securitypolicyviolation", refused);
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
    const { url, body } = buildRequest({ variant, profile: { email: "nobody@example.com" } }, service);
    told.variant = (body as Body).data.relationships.variant.data.id;
    told.endpoint = url;
    await fetch(url, { method: "HEAD", mode: "no-cors", credentials: "omit" }).catch(() => {
      unreached = `${new URL(url).origin} could not be reached: offline, or something blocks it`;
    });
  } catch (error) {
    note((error as Error).message);
  }
  // Reports of a policy come as events of their own, and say more.
  await new Promise((resolve) => setTimeout(resolve));
  if (unreached && !problems.length) note(unreached);
  if (isBlocked())
    note("'wasm-unsafe-eval' is missing in script-src: plain JavaScript is used, which is larger");
  removeEventListener("securitypolicyviolation", refused);
  return told;
}

interface Body {
  data: { relationships: { variant: { data: { id: string } } } };
}
