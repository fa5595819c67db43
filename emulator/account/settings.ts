import { EmulatorError } from "../errors.ts";

/** The status of the flow's message. Only a live or manual message has a waiting list. */
export type MessageStatus = "live" | "manual" | "draft";

/** The account's back-in-stock settings, and the status of its flow's message. */
export interface BackInStockSettings {
  /** The quantity at which notifications start: a whole number, at least 1. */
  readonly minimumInventory: number;
  /** Number of people to notify for each unit in stock: a whole number, at least 1. */
  readonly customersPerUnit: number;
  /** Whole minutes between two batches; 0 for no wait. */
  readonly waitMinutes: number;
  /** The flow's, not one of the account's settings: it can be changed before they appear. */
  readonly messageStatus: MessageStatus;
}

/** An assumption: no source says what a new account's settings are. */
export const defaultSettings: BackInStockSettings = {
  minimumInventory: 1,
  customersPerUnit: 1,
  waitMinutes: 60,
  messageStatus: "live",
};

const statuses: readonly unknown[] = ["live", "manual", "draft"] satisfies MessageStatus[];

const bounds = {
  minimumInventory: [1, 1_000_000],
  customersPerUnit: [1, 1_000_000],
  waitMinutes: [0, 525_600],
} as const;

/**
 * Checks settings from outside: some or all of them.
 *
 * @throws EmulatorError `invalid_option` for `{ minimum: 1 }`, `{ minimumInventory: 0 }`, `{ messageStatus: "on" }`
 */
export function readSettings(given: unknown): Partial<BackInStockSettings> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return invalidOption("settings must be an object");
  }
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) read[name] = readSetting(name, value);
  }
  return read;
}

function readSetting(name: string, value: unknown): unknown {
  if (name === "messageStatus") {
    return statuses.includes(value)
      ? value
      : invalidOption(`messageStatus must be one of ${statuses.join(", ")}`);
  }
  if (!isBounded(name)) return invalidOption(`unknown setting ${JSON.stringify(name)}`);
  const [min, max] = bounds[name];
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return value;
  return invalidOption(`${name} must be a whole number from ${min} to ${max}`);
}

function isBounded(name: string): name is keyof typeof bounds {
  return Object.hasOwn(bounds, name);
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
