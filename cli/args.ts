import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean } from "../src/js/shared/suggest.ts";
import { UsageError } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Config<O extends Options> = { options: O; strict: true; allowPositionals: true };

/** Parsed command-line arguments. */
export type Parsed<O extends Options> = ReturnType<typeof parseArgs<Config<O>>>;

/**
 * Parses the options of a command and a maximum of `maxPositionals` other arguments.
 *
 * @throws UsageError for an unknown option, an option without its value, or too many arguments
 */
export function parse<const O extends Options>(
  args: readonly string[],
  options: O,
  maxPositionals = 0,
): Parsed<O> {
  const { values, positionals } = parseStrictly(args, options);
  if (positionals.length > maxPositionals) throw new UsageError("unexpected argument");
  return { values, positionals };
}

function parseStrictly<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(explain(error, options));
  }
}

/** Never repeats a value, which may be a key. An option's name is safe to repeat. */
function explain(error: unknown, options: Options): string {
  const message = error instanceof Error ? error.message : "";
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  const [, name = ""] = /'(--?[A-Za-z][A-Za-z_-]*)/.exec(message) ?? [];
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    return /does not take/.test(message) ? `${name} does not take a value` : `${name} requires a value`;
  }
  const names = Object.keys(options).map((known) => `--${known}`);
  return `unknown option ${name}${didYouMean(name, names) || `; expected one of ${names.join(" ")}`}`;
}

/** @throws UsageError for `4,5` and `-1` */
export function readNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number`);
}
