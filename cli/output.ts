import { CommandError, type Output } from "./command.ts";

/** The process's own streams. */
export const output: Output = {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => {
        if (!error) resolve(true);
        else if ("code" in error && error.code === "EPIPE") resolve(false);
        else reject(new CommandError(`cannot write: ${reason(error)}`));
      });
    }),
};

// `write` reports errors to its caller. Without a listener, the process would end with a stack trace.
process.stdout.on("error", () => {});

const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection broke",
  EISDIR: "it is a directory",
  ENOENT: "no such file",
  ENOSPC: "no space left",
  ENOTFOUND: "no such host",
  UND_ERR_SOCKET: "the connection broke",
};

/** A short reason why something could not be read or written. */
export function reason(error: unknown): string {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown };
  if (typeof code === "string") return REASONS[code] ?? code;
  return cause ? reason(cause) : String(message);
}

/** Escapes control and invisible characters, so that foreign text cannot control the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}
