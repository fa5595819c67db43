import { closeSync, fstatSync, ftruncateSync, openSync, readSync, realpathSync, writeSync } from "node:fs";
import type { Command } from "./account/command.ts";
import { EmulatorError } from "./errors.ts";
import { lockFile } from "./lock.ts";

const newline = 10;
const header = `${JSON.stringify({ file: "back-in-stock emulator", version: 1 })}\n`;

/**
 * The data file: a header, and a line for each command. A line is written in one piece before its command is applied and
 * answered. So if the process is killed, everything that was answered is in the file. The kill can only leave an incomplete
 * last line, which the next start removes.
 */
export class Journal {
  readonly #file: number;
  readonly #unlock: () => void;
  #size: number;

  private constructor(file: number, size: number, unlock: () => void) {
    this.#file = file;
    this.#size = size;
    this.#unlock = unlock;
  }

  /**
   * Opens a file, or creates it, and replays its commands.
   *
   * @throws EmulatorError `invalid_data` for a file that is not a journal, cannot be read or written, or is in use
   */
  static open(path: string, replay: (command: Command) => void): Journal {
    const name = `data ${JSON.stringify(path)}`;
    const file = orInvalidData(name, () => openSync(path, "a+"));
    let unlock = () => {};
    try {
      if (!fstatSync(file).isFile()) throw new EmulatorError("invalid_data", `${name} is not a file`);
      unlock = lockFile(realpathSync(path), name);
      const end = forEachLine(file, (line, number) => readLine(line, number, name, replay));
      if (end === 0) checkBeginning(file, name);
      if (fstatSync(file).size > end) ftruncateSync(file, end);
      const journal = new Journal(file, end, unlock);
      if (end === 0) journal.#write(header);
      return journal;
    } catch (error) {
      closeSync(file);
      unlock();
      throw error;
    }
  }

  append(command: Command): void {
    this.#write(`${JSON.stringify(command)}\n`);
  }

  /** Removes all commands. */
  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#size = 0;
    this.#write(header);
  }

  close(): void {
    closeSync(this.#file);
    this.#unlock();
  }

  /** Removes a line that could not be written completely. Otherwise the next line would be appended to it. */
  #write(text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
      this.#size += bytes.length;
    } catch (error) {
      ftruncateSync(this.#file, this.#size);
      throw error;
    }
  }
}

function readLine(line: string, number: number, name: string, replay: (command: Command) => void): void {
  if (number === 1) {
    if (`${line}\n` !== header)
      throw new EmulatorError("invalid_data", `${name} is not a data file of this emulator`);
    return;
  }
  try {
    replay(JSON.parse(line));
  } catch {
    throw new EmulatorError("invalid_data", `${name} cannot be read: line ${number}`);
  }
}

/** A file without a complete line has either an incomplete header or somebody else's content. */
function checkBeginning(file: number, name: string): void {
  const bytes = Buffer.alloc(header.length);
  const size = readSync(file, bytes, 0, bytes.length, 0);
  if (header.startsWith(bytes.toString("utf8", 0, size))) return;
  throw new EmulatorError("invalid_data", `${name} is not a data file of this emulator`);
}

/** Calls back with each complete line and its number; returns the offset at which the last one ends. */
function forEachLine(file: number, take: (line: string, number: number) => void): number {
  const piece = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  let position = 0;
  let number = 0;
  for (;;) {
    const size = readSync(file, piece, 0, piece.length, position);
    if (size === 0) return position - rest.length;
    position += size;
    const bytes = Buffer.concat([rest, piece.subarray(0, size)]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      number += 1;
      take(bytes.toString("utf8", start, end), number);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

function orInvalidData<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code: unknown = error instanceof Error && "code" in error ? error.code : "unknown error";
    throw new EmulatorError("invalid_data", `cannot open ${name}: ${code}`);
  }
}
