/** The output of a command. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
  /** Writes text or bytes unchanged, and waits until they are taken; `false` if the reader has gone. */
  write(text: string | Uint8Array): Promise<boolean>;
}

/** A command of `back-in-stock`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The text of `--help`. */
  readonly help: string;
  /** Runs to its end and returns the exit code. */
  run(args: readonly string[], output: Output): Promise<number>;
}

/** Ends the command with exit code 2 and a one-line message. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** An invalid command line. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}
