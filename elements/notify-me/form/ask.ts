// One request: its events, its way to the client, and what became of it.
import {
  BackInStock,
  type BackInStockEventMap,
  type BackInStockOptions,
  type Outcome,
  type SubscriptionRequest,
} from "../../../src/js/entry/subscribe.ts";
import type { BackInStockError } from "../../../src/js/shared/errors.ts";
import type { Controller } from "../controller.ts";
import type { VariantState } from "../variant-state.ts";
import { usable } from "./attributes.ts";
import { failure, type Result, resultOf } from "./outcome.ts";

/** What the client is made with; `country` as the shopper chose it. */
export function clientOptions(controller: Controller, country?: string): BackInStockOptions {
  const names = ["endpoint", "integration", "catalog", "revision"];
  const texts = Object.fromEntries(names.map((name) => [name, controller.option(name) || undefined]));
  const own = usable(controller, "country");
  const timeout = usable(controller, "timeout");
  const outbox = usable(controller, "outbox");
  return {
    companyId: controller.option("company-id") ?? "",
    ...texts,
    ...((country || own) && { country: country || own }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(outbox && { outbox: Number(outbox) > 0 ? { days: Number(outbox) } : outbox === "true" }),
  };
}

/** The name of what is asked for. */
export const nameOf = (controller: Controller, { product }: VariantState): string =>
  product || controller.text("item");

/** What takes the answers: by then, it may be in another element. */
interface Host {
  readonly controller: Controller;
  settle(variant: string, result: Result): void;
}

/** Asks for one variant. Gives nothing if the page took it over. */
export async function ask(
  host: Host,
  known: VariantState,
  base: Omit<SubscriptionRequest, "variant">,
  country?: string,
): Promise<Result | undefined> {
  const { variant } = known;
  const detail = { variant, request: { variant, ...structuredClone(base) } as SubscriptionRequest };
  const { controller } = host;
  if (!controller.emit("submit", detail, true)) return undefined;
  const { request } = detail;
  const from = Date.now();
  const result = (outcome: Outcome) =>
    resultOf(controller, outcome, request.channels ?? [], nameOf(controller, known));
  try {
    const client = new BackInStock(clientOptions(controller, country));
    const outcome = await client.subscribe(request);
    if (outcome.status === "queued") {
      host.controller.emit("queued", { variant, outcome });
      follow(host, client, variant, from, result);
    } else
      host.controller.emit("accepted", { variant, outcome, already: outcome.status === "already-requested" });
    return result(outcome);
  } catch (cause) {
    const error = cause as BackInStockError;
    host.controller.emit("rejected", { variant, error });
    return failure(controller, error, variant);
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
    host.controller.emit("settled", error ? { variant, error } : { variant, outcome });
    host.settle(variant, error ? failure(host.controller, error, variant) : result(outcome));
  };
  client.addEventListener("settled", settled);
}
