import { EmulatorError } from "../errors.ts";

/** The error for a feed that cannot be read. */
export const invalid = (message: string): EmulatorError => new EmulatorError("invalid_feed", message);

/** The same at a character of the feed's text. The message has the byte offset, as `check` does. */
export function invalidAt(name: string, problem: string, text: string, at: number): EmulatorError {
  return invalid(`${name} ${problem}, at byte ${Buffer.byteLength(text.slice(0, at))}`);
}
