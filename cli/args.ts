import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean } from "../src/js/shared/suggest.ts";
import { UsageError } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Config<O extends Options> = { options: O; strict: true; allowPositionals: true };

/** What was typed. */
export type Parsed<O extends Options> = ReturnType<typeof parseArgs<Config<O>>>;

/**
 * The options of a command, and what else was typed: at most so many words.
 *
 * @throws UsageError for an option that the command does not have, one without its value, and for more words
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

/** Without what was typed, which may be a key; the name of an option is not. */
function explain(error: unknown, options: Options): string {
  const message = error instanceof Error ? error.message : "";
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  const [, name = ""] = /'(--?[A-Za-z][A-Za-z_-]*)/.exec(message) ?? [];
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    return /does not take/.test(message) ? `${name} takes no value` : `${name} needs a value`;
  }
  const names = Object.keys(options).map((known) => `--${known}`);
  return `unknown option ${name}${didYouMean(name, names) || `; there are ${names.join(" ")}`}`;
}

/** @throws UsageError for `4,5` and `-1` */
export function readNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number`);
}
