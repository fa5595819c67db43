// Says why an element shows or does not, what it would send, and what is in its way.
import type * as api from "../index.ts";
import type { BackInStockOptions } from "../types.ts";
import type { Known } from "./known.ts";
import type { Shell } from "./shell.ts";
import type { Explanation } from "./types.ts";

/** What the reason depends on. */
const FACTS = ["quantity", "policy", "available", "preorder", "tags"];

/** What it uses of the package: if it imported that, bundlers would cut it in two. */
type Tools = Pick<typeof api, "buildRequest" | "init">;

export async function explain(
  shell: Shell,
  { variant, reason, fact }: Known,
  options: BackInStockOptions,
  { buildRequest, init }: Tools,
): Promise<Explanation> {
  const shows = reason === "shows" || shell.sizes().length > 0;
  const told: Explanation = {
    shows,
    reason,
    known: Object.fromEntries(FACTS.map((name) => [name, fact(name)])),
    problems: [],
  };
  const note = (problem: string) => told.problems.includes(problem) || told.problems.push(problem);
  const policy = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
    note(`the policy's ${effectiveDirective} refuses ${blockedURI}`);
  document.addEventListener("securitypolicyviolation", policy);
  try {
    await init();
    const { companyId, endpoint, integration, catalog, revision, country } = options;
    const request = { variant, profile: { email: "nobody@example.com" } };
    const service = {
      audience: "client",
      companyId,
      endpoint,
      integration,
      catalog,
      revision,
      country,
    } as const;
    const { url, body } = buildRequest(request, service);
    told.variant = (body as Body).data.relationships.variant.data.id;
    told.endpoint = url;
    await fetch(url, { method: "HEAD", mode: "no-cors", credentials: "omit" }).catch(() =>
      note(`${new URL(url).origin} could not be reached: offline, or something blocks it`),
    );
  } catch (error) {
    note((error as Error).message);
  }
  if (isBlocked())
    note("'wasm-unsafe-eval' is missing in script-src: plain JavaScript is used, which is larger");
  // Reports of a policy come as events of their own.
  await new Promise((resolve) => setTimeout(resolve));
  document.removeEventListener("securitypolicyviolation", policy);
  return told;
}

interface Body {
  data: { relationships: { variant: { data: { id: string } } } };
}

function isBlocked(): boolean {
  try {
    return !new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return true;
  }
}
