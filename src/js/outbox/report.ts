// Reports the outcome of a queued request in every tab.
import type { Flow } from "#core";
import { marketingOutcome } from "../flight.ts";
import { BackInStockError, type ErrorCode } from "../shared/errors.ts";
import type { Channel, SettledDetail } from "../types.ts";
import type { Entry } from "./entry.ts";

/** The outcome of an entry: its status, or the error if the status is missing. */
export interface Settled {
  status?: string | null | undefined;
  marketing?: Flow["marketing"] | undefined;
  error?: BackInStockError | undefined;
}

/** An outcome as tabs send it to each other. Errors are plain objects, because structured clone drops their codes. */
export type Report = Omit<Settled, "error"> & {
  variant: string;
  channels: Channel[];
  requestedAt: number;
  error?: { code: ErrorCode; field: string | undefined; message: string; status: number | undefined };
};

export function reportOf(entry: Entry, { status, marketing, error }: Settled): Report {
  const report = { ...readAlert(entry), requestedAt: entry.created, status, marketing };
  if (!error) return report;
  const { code, field, message } = error;
  return { ...report, error: { code, field, message, status: error.status } };
}

/** Creates the event for a report. `error` is the original error if it occurred in this tab. */
export function settledEvent(report: Report, error = errorOf(report)): CustomEvent<SettledDetail> {
  const { variant, channels, requestedAt, status, marketing } = report;
  const outcome = {
    status,
    ...(marketing && { marketing: marketingOutcome(marketing, error) }),
  };
  const detail = {
    variant,
    channels,
    requestedAt: new Date(requestedAt),
    ...(status ? { outcome } : { error }),
  };
  return new CustomEvent("settled", { detail: detail as SettledDetail });
}

function errorOf({ error }: Report): BackInStockError | undefined {
  if (!error) return undefined;
  const { code, field, message, status } = error;
  // The message already starts with the field.
  return Object.assign(
    new BackInStockError(code, undefined, message),
    field && { field },
    status && { status },
  );
}

/** Reads the variant and the channels from an entry's documents. Empty if the documents are invalid. */
function readAlert({ id }: Entry): { variant: string; channels: Channel[] } {
  try {
    const { attributes, relationships } = (JSON.parse(id)[ALERT_INDEX] as AlertDocument).data;
    return { variant: relationships.variant.data.id, channels: attributes.channels };
  } catch {
    return { variant: "", channels: [] };
  }
}

/** Index of the alert among the documents of an entry. */
const ALERT_INDEX = 1;

interface AlertDocument {
  data: { attributes: { channels: Channel[] }; relationships: { variant: { data: { id: string } } } };
}
