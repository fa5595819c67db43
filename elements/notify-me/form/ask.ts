// One request: its events, its way to the client, and what became of it.
import {
  BackInStock,
  type BackInStockEventMap,
  type BackInStockOptions,
  type Outcome,
  type SubscriptionRequest,
} from "../../../src/js/entry/subscribe.ts";
import type { BackInStockError } from "../../../src/js/shared/errors.ts";
import type { Known } from "../known.ts";
import type { Shell } from "../shell.ts";
import { usable } from "./attributes.ts";
import { failure, type Result, resultOf } from "./outcome.ts";

/** What the client is made with; `country` as the shopper chose it. */
export function clientOptions(shell: Shell, country?: string): BackInStockOptions {
  const names = ["endpoint", "integration", "catalog", "revision"];
  const texts = Object.fromEntries(names.map((name) => [name, shell.option(name) || undefined]));
  const own = usable(shell, "country");
  const timeout = usable(shell, "timeout");
  const outbox = usable(shell, "outbox");
  return {
    companyId: shell.option("company-id") ?? "",
    ...texts,
    ...((country || own) && { country: country || own }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(outbox && { outbox: Number(outbox) > 0 ? { days: Number(outbox) } : outbox === "true" }),
  };
}

/** The name of what is asked for. */
export const nameOf = (shell: Shell, { product }: Known): string => product || shell.word("item");

/** What takes the answers: by then, it may be in another element. */
interface Host {
  readonly shell: Shell;
  settle(variant: string, result: Result): void;
}

/** Asks for one variant. Gives nothing if the page took it over. */
export async function ask(
  host: Host,
  known: Known,
  base: Omit<SubscriptionRequest, "variant">,
  country?: string,
): Promise<Result | undefined> {
  const { variant } = known;
  const detail = { variant, request: { variant, ...structuredClone(base) } as SubscriptionRequest };
  const { shell } = host;
  if (!shell.tell("submit", detail, true)) return undefined;
  const { request } = detail;
  const from = Date.now();
  const result = (outcome: Outcome) => resultOf(shell, outcome, request.channels ?? [], nameOf(shell, known));
  try {
    const client = new BackInStock(clientOptions(shell, country));
    const outcome = await client.subscribe(request);
    if (outcome.status === "queued") {
      host.shell.tell("queued", { variant, outcome });
      follow(host, client, variant, from, result);
    } else host.shell.tell("accepted", { variant, outcome, already: outcome.status === "already-requested" });
    return result(outcome);
  } catch (cause) {
    const error = cause as BackInStockError;
    host.shell.tell("rejected", { variant, error });
    return failure(shell, error, variant);
  }
}

/** Tells what became of a request that waited, and was asked since `from`. */
function follow(
  host: Host,
  client: BackInStock,
  variant: string,
  from: number,
  result: (outcome: Outcome) => Result,
): void {
  const until = Date.now();
  const settled = ({ detail }: BackInStockEventMap["settled"]) => {
    const { outcome, error } = detail;
    const time = detail.asked.getTime();
    // Somebody else on this device may wait for the same variant.
    if (!(time >= from && time <= until)) return;
    if (detail.variant !== variant && !detail.variant.endsWith(`:::${variant}`)) return;
    client.removeEventListener("settled", settled);
    host.shell.tell("settled", error ? { variant, error } : { variant, outcome });
    host.settle(variant, error ? failure(host.shell, error, variant) : result(outcome));
  };
  client.addEventListener("settled", settled);
}
