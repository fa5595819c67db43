import { EmulatorError } from "../emulator/errors.ts";
import { version } from "../package.json";
import { BackInStockError } from "../src/js/shared/errors.ts";
import { closest } from "../src/js/shared/suggest.ts";
import { check } from "./check.ts";
import { type Command, CommandError, UsageError } from "./command.ts";
import { emulator } from "./emulator.ts";
import { filter } from "./filter.ts";
import { output, printable } from "./output.ts";

const commands: ReadonlyMap<string, Command> = new Map(Object.entries({ check, filter, emulator }));

const help = `Usage: back-in-stock COMMAND [OPTIONS]

Commands:
${Array.from(commands, ([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`).join("\n")}

Options:
  --help     Show this help, or that of a command: back-in-stock COMMAND --help
  --version  Show the version`;

async function main([name = "", ...args]: readonly string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    output.out(help);
    return 0;
  }
  if (name === "--version" || name === "-v") {
    output.out(version);
    return 0;
  }
  const command = commands.get(name);
  if (!command) throw new UsageError(name === "" ? "a command is required" : unknown(name));
  if (args.includes("--help") || args.includes("-h")) {
    output.out(command.help);
    return 0;
  }
  return command.run(args, output);
}

/** Repeats the argument only if it resembles a command, because it may be a key. */
function unknown(name: string): string {
  const found = closest(name, commands.keys());
  if (found) return `unknown command "${name}"; did you mean "${found}"?`;
  return `unknown command; expected ${[...commands.keys()].join(", ")}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isKnown = [CommandError, EmulatorError, BackInStockError].some((kind) => error instanceof kind);
  if (!isKnown) throw error;
  const { message } = error as Error;
  const hint = message.endsWith("?") ? " See back-in-stock --help" : "; see back-in-stock --help";
  output.err(`back-in-stock: ${printable(message)}${error instanceof UsageError ? hint : ""}`);
  process.exitCode = 2;
}
