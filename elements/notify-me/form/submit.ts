// Sends one request through the client, dispatches its events, and returns the result to show.
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
import { validValue } from "./attribute-values.ts";
import { errorResult, outcomeResult, type Result } from "./outcome-text.ts";

/** Options of the client. `country` is the shopper's choice, and overrides the attribute. */
export function clientOptions(controller: Controller, country?: string): BackInStockOptions {
  const textNames = ["endpoint", "integration", "catalog", "revision"];
  const texts = Object.fromEntries(textNames.map((name) => [name, controller.option(name) || undefined]));
  const attribute = validValue(controller, "country");
  const timeout = validValue(controller, "timeout");
  const outbox = validValue(controller, "outbox");
  return {
    companyId: controller.option("company-id") ?? "",
    ...texts,
    ...((country || attribute) && { country: country || attribute }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(outbox && { outbox: Number(outbox) > 0 ? { days: Number(outbox) } : outbox === "true" }),
  };
}

/** The product's name, or the text that replaces an unknown name. */
export const productName = (controller: Controller, { product }: VariantState): string =>
  product || controller.text("item");

/** Receives the result of a queued request. Its element may have changed by then. */
interface ResultReceiver {
  readonly controller: Controller;
  settle(variant: string, result: Result): void;
}

/** Requests an alert for one variant. Resolves to `undefined` if a listener canceled the request. */
export async function submitRequest(
  receiver: ResultReceiver,
  state: VariantState,
  base: Omit<SubscriptionRequest, "variant">,
  country?: string,
): Promise<Result | undefined> {
  const { variant } = state;
  const detail = { variant, request: { variant, ...structuredClone(base) } as SubscriptionRequest };
  const { controller } = receiver;
  if (!controller.emit("submit", detail, true)) return undefined;
  const { request } = detail;
  const sentAt = Date.now();
  const toResult = (outcome: Outcome) =>
    outcomeResult(controller, outcome, request.channels ?? [], productName(controller, state));
  try {
    const client = new BackInStock(clientOptions(controller, country));
    const outcome = await client.subscribe(request);
    if (outcome.status === "queued") {
      receiver.controller.emit("queued", { variant, outcome });
      reportSettlement(receiver, client, variant, sentAt, toResult);
    } else
      receiver.controller.emit("accepted", {
        variant,
        outcome,
        already: outcome.status === "already-requested",
      });
    return toResult(outcome);
  } catch (cause) {
    const error = cause as BackInStockError;
    receiver.controller.emit("rejected", { variant, error });
    return errorResult(controller, error, variant);
  }
}

/** Reports the outcome of a queued request that was made since `sentAt`, in ms since the epoch. */
function reportSettlement(
  receiver: ResultReceiver,
  client: BackInStock,
  variant: string,
  sentAt: number,
  toResult: (outcome: Outcome) => Result,
): void {
  const queuedAt = Date.now();
  const onSettled = ({ detail }: BackInStockEventMap["settled"]) => {
    const { outcome, error } = detail;
    const requestedAt = detail.requestedAt.getTime();
    // The outbox may hold another shopper's request for the same variant.
    if (!(requestedAt >= sentAt && requestedAt <= queuedAt)) return;
    if (detail.variant !== variant && !detail.variant.endsWith(`:::${variant}`)) return;
    client.removeEventListener("settled", onSettled);
    receiver.controller.emit("settled", error ? { variant, error } : { variant, outcome });
    receiver.settle(variant, error ? errorResult(receiver.controller, error, variant) : toResult(outcome));
  };
  client.addEventListener("settled", onSettled);
}
