// Sends one request through the client, dispatches its events, and reports the result to show.
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
import type { FormHost } from "./fields.ts";
import { errorResult, outcomeResult, type Result } from "./outcome-text.ts";

/** Options of the client. `country` is the shopper's choice, and overrides the attribute. */
export function clientOptions(controller: Controller, country?: string): BackInStockOptions {
  const textNames = ["endpoint", "integration", "catalog", "revision"];
  const texts = Object.fromEntries(textNames.map((name) => [name, controller.option(name) || undefined]));
  const attribute = validValue(controller, "country");
  const timeout = validValue(controller, "timeout");
  const outbox = validValue(controller, "outbox");
  const { verification } = controller.element as Pick<BackInStockOptions, "verification">;
  return {
    companyId: controller.option("company-id") ?? "",
    ...texts,
    ...((country || attribute) && { country: country || attribute }),
    ...(verification && { verification }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(outbox && { outbox: Number(outbox) > 0 ? { days: Number(outbox) } : outbox === "true" }),
  };
}

/** The product's name, or the text that replaces an unknown name. */
export const productName = (controller: Controller, { product }: VariantState): string =>
  product || controller.text("item");

interface SubmitOptions {
  /** The shopper's country for phone numbers. */
  country: string | undefined;
  /** Cancels the request. */
  signal: AbortSignal;
  /** Receives the result and, if the request was queued, later also the final one. */
  report(result: Result): void;
}

/**
 * Requests an alert for one variant. Reports no result if a listener or the shopper canceled the request. The form may belong
 * to another element when the result is there.
 */
export async function submitRequest(
  host: FormHost,
  state: VariantState,
  base: Omit<SubscriptionRequest, "variant">,
  { country, signal, report }: SubmitOptions,
): Promise<void> {
  const { variant } = state;
  const detail = { variant, request: { variant, ...structuredClone(base) } as SubscriptionRequest };
  const { controller } = host;
  if (!controller.emit("submit", detail, true)) return;
  const { request } = detail;
  const sentAt = Date.now();
  const toResult = (outcome: Outcome) =>
    outcomeResult(controller, outcome, request.channels ?? [], productName(controller, state));
  try {
    const client = new BackInStock(clientOptions(controller, country));
    const outcome = await client.subscribe(request, { signal });
    if (outcome.status === "queued") {
      host.controller.emit("queued", { variant, outcome });
      // A relay's final outcome is not known on this device.
      if (outcome.reason !== "relay")
        onceSettled(client, variant, sentAt, (detail) => {
          const { outcome, error } = detail;
          host.controller.emit("settled", error ? { variant, error } : { variant, outcome });
          report(error ? errorResult(host.controller, error, variant) : toResult(outcome));
        });
    } else
      host.controller.emit("accepted", {
        variant,
        outcome,
        already: outcome.status === "already-requested",
      });
    report(toResult(outcome));
  } catch (cause) {
    const error = cause as BackInStockError;
    host.controller.emit("rejected", { variant, error });
    if (!signal.aborted) report(errorResult(controller, error, variant));
  }
}

/** Calls back with the final outcome of a queued request that was made since `sentAt`, in ms since the epoch. */
function onceSettled(
  client: BackInStock,
  variant: string,
  sentAt: number,
  callback: (detail: BackInStockEventMap["settled"]["detail"]) => void,
): void {
  const queuedAt = Date.now();
  const onSettled = ({ detail }: BackInStockEventMap["settled"]) => {
    const requestedAt = detail.requestedAt.getTime();
    // The outbox may hold another shopper's request for the same variant.
    if (!(requestedAt >= sentAt && requestedAt <= queuedAt)) return;
    if (detail.variant !== variant && !detail.variant.endsWith(`:::${variant}`)) return;
    client.removeEventListener("settled", onSettled);
    callback(detail);
  };
  client.addEventListener("settled", onSettled);
}
