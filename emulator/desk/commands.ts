import type { Emulation } from "../emulation.ts";
import { EmulatorError } from "../errors.ts";
import type { FaultRule } from "../faults.ts";
import { summary } from "./pages.ts";

/** Something that the emulator does when it is told to, and what it answers. */
interface DeskCommand {
  readonly method: "POST" | "PATCH" | "PUT";
  readonly run: (emulation: Emulation, body: unknown) => unknown;
}

/** By name, below `/emulator/`. Each takes and gives JSON. */
export const commands: ReadonlyMap<string, DeskCommand> = new Map<string, DeskCommand>([
  ["sync", { method: "POST", run: (emulation) => emulation.schedule.sync() }],
  ["reset", { method: "POST", run: (emulation) => emulation.reset().then(() => summary(emulation)) }],
  ["send", { method: "POST", run: (emulation) => ({ sent: emulation.send() }) }],
  [
    "clock",
    {
      method: "POST",
      run: async (emulation, body) => {
        const { advance } = read(body, ["advance"]);
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
        const { variant, quantity } = read(body, ["variant", "quantity"]);
        if (typeof variant !== "string") refuse("variant must be an id");
        emulation.stock(variant, quantity as number);
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
        emulation.limit(body as { burst?: number; steady?: number });
        return emulation.limits;
      },
    },
  ],
  [
    "strict",
    {
      method: "PUT",
      run: (emulation, body) => {
        const { strict } = read(body, ["strict"]);
        if (typeof strict !== "boolean") refuse("strict must be true or false");
        emulation.check(strict);
        return { strict };
      },
    },
  ],
  [
    "faults",
    {
      method: "PUT",
      run: (emulation, body) => {
        const { rules } = read(body, ["rules"]);
        if (!Array.isArray(rules)) refuse("rules must be a list, empty for none");
        emulation.script(rules.length > 0 ? (rules as FaultRule[]) : undefined);
        return { rules: emulation.faults.rules?.() ?? [] };
      },
    },
  ],
]);

/** The fields of a body, and no others. */
function read(body: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return refuse("the body must be an object");
  for (const name of Object.keys(body)) {
    if (!names.includes(name)) refuse(`unknown ${JSON.stringify(name)}; there is ${names.join(", ")}`);
  }
  return body as Record<string, unknown>;
}

function refuse(message: string): never {
  throw new EmulatorError("invalid_option", message);
}
