import type { Emulation } from "../emulation.ts";
import { EmulatorError } from "../errors.ts";
import type { FaultRule } from "../faults.ts";
import { summary } from "./queries.ts";

/** A command of the admin interface. */
interface AdminCommand {
  readonly method: "POST" | "PATCH" | "PUT";
  readonly run: (emulation: Emulation, body: unknown) => unknown;
}

/** The commands by their names below `/emulator/`. They take and return JSON. */
export const commands: ReadonlyMap<string, AdminCommand> = new Map<string, AdminCommand>([
  ["sync", { method: "POST", run: (emulation) => emulation.schedule.sync() }],
  ["reset", { method: "POST", run: (emulation) => emulation.reset().then(() => summary(emulation)) }],
  ["send", { method: "POST", run: (emulation) => ({ sent: emulation.sendMessages() }) }],
  [
    "confirm",
    {
      method: "POST",
      run: (emulation, body) => {
        const { address } = readBody(body, ["address"]);
        return { confirmed: emulation.confirm(address) };
      },
    },
  ],
  [
    "unsubscribe",
    {
      method: "POST",
      run: (emulation, body) => {
        const { address, channel } = readBody(body, ["address", "channel"]);
        emulation.unsubscribe(address, channel);
      },
    },
  ],
  [
    "suppress",
    {
      method: "POST",
      run: (emulation, body) => {
        const { address, reason } = readBody(body, ["address", "reason"]);
        emulation.suppress(address, reason);
      },
    },
  ],
  [
    "clock",
    {
      method: "POST",
      run: async (emulation, body) => {
        const { advance } = readBody(body, ["advance"]);
        await emulation.advance(advance);
        return { now: new Date(emulation.clock.now()).toISOString() };
      },
    },
  ],
  [
    "stock",
    {
      method: "POST",
      run: (emulation, body) => {
        const { variant, quantity } = readBody(body, ["variant", "quantity"]);
        if (typeof variant !== "string") invalidOption("variant must be an id");
        emulation.setStock(variant, quantity as number);
        return { variant, quantity };
      },
    },
  ],
  ["settings", { method: "PATCH", run: (emulation, body) => emulation.configure(body) }],
  [
    "limits",
    {
      method: "PUT",
      run: (emulation, body) => {
        emulation.setLimits(body as { burst?: number; steady?: number });
        return emulation.limits;
      },
    },
  ],
  [
    "strict",
    {
      method: "PUT",
      run: (emulation, body) => {
        const { strict } = readBody(body, ["strict"]);
        if (typeof strict !== "boolean") invalidOption("strict must be true or false");
        emulation.setStrict(strict);
        return { strict };
      },
    },
  ],
  [
    "faults",
    {
      method: "PUT",
      run: (emulation, body) => {
        const { rules } = readBody(body, ["rules"]);
        if (!Array.isArray(rules)) invalidOption("rules must be a list; an empty list removes all faults");
        emulation.setFaults(rules.length > 0 ? (rules as FaultRule[]) : undefined);
        return { rules: emulation.faults.rules?.() ?? [] };
      },
    },
  ],
]);

/** Checks that a body has no other fields. */
function readBody(body: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return invalidOption("the body must be an object");
  for (const name of Object.keys(body)) {
    if (!names.includes(name)) invalidOption(`unknown ${JSON.stringify(name)}; expected ${names.join(", ")}`);
  }
  return body as Record<string, unknown>;
}

function invalidOption(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
