/** Where a command writes to. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** A command of `back-in-stock`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` shows. */
  readonly help: string;
  /** Runs to its end and returns the exit code. */
  run(args: readonly string[], output: Output): Promise<number>;
}

/** The caller made a mistake: the message is one line, the exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
