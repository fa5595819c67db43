import { EmulatorError } from "../errors.ts";

/** A feed that cannot be read. */
export const invalid = (message: string): EmulatorError => new EmulatorError("invalid_feed", message);

/** The same, at a character of the feed's text; its place is given in bytes, as an editor or `check` gives it. */
export function invalidAt(name: string, problem: string, text: string, at: number): EmulatorError {
  return invalid(`${name} ${problem}, at byte ${Buffer.byteLength(text.slice(0, at))}`);
}
