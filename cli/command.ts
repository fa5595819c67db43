/** Where a command writes to. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
  /** Writes something as it is, and waits until it is taken; `false`: nobody reads any more. */
  write(text: string | Uint8Array): Promise<boolean>;
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

/** It cannot go on: the message is one line, the exit code 2. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** The caller made a mistake. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}
