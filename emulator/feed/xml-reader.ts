import { invalidAt } from "./invalid.ts";

/** A token of an XML document. Comments and processing instructions are skipped. */
export type XmlToken =
  | { kind: "start"; name: string; attributes: readonly (readonly [string, string])[]; isEmpty: boolean }
  | { kind: "end" }
  | { kind: "text"; text: string }
  /** Text that is not trimmed: CDATA, and characters written as references. */
  | { kind: "exact"; text: string };

const name = String.raw`[A-Za-z_:\u{80}-\u{10ffff}][\w:.\-\u{80}-\u{10ffff}]*`;
const attribute = String.raw`[ \t\r\n]+(${name})[ \t\r\n]*=[ \t\r\n]*("[^"<]*"|'[^'<]*')`;
const patterns = {
  start: new RegExp(`<(${name})((?:${attribute.replace(`(${name})`, name)})*)[ \\t\\r\\n]*(/?)>`, "uy"),
  end: new RegExp(`</(${name})[ \\t\\r\\n]*>`, "uy"),
  attributes: new RegExp(attribute, "ug"),
  text: /[^<&]*/y,
  reference: /&(?:(lt|gt|amp|apos|quot)|#(\d+)|#x([\da-fA-F]+));/y,
  instruction: new RegExp(`<\\?(${name})(?=[ \\t\\r\\n]|\\?>)`, "uy"),
  declaration:
    /^[ \t\r\n]+version\s*=\s*("1\.\d+"|'1\.\d+')([ \t\r\n]+encoding\s*=\s*("[^"<]*"|'[^'<]*'))?([ \t\r\n]+standalone\s*=\s*("[^"<]*"|'[^'<]*'))?[ \t\r\n]*$/,
};
const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };
/** The maximum nesting of elements. */
const maxDepth = 512;

/**
 * Reads a document token by token, and rejects one that is not well-formed by XML 1.0 (https://www.w3.org/TR/xml/). It also
 * rejects document type declarations, because their entities can expand endlessly.
 */
export class XmlReader {
  readonly #text: string;
  readonly #name: string;
  readonly #open: string[] = [];
  #at: number;
  #hasRoot = false;
  /** Where an XML declaration may be: after a byte-order mark. */
  readonly #start: number;

  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
    this.#start = text.startsWith("\uFEFF") ? 1 : 0;
    this.#at = this.#start;
  }

  /** @throws EmulatorError `invalid_feed` */
  next(): XmlToken | undefined {
    for (;;) {
      const token = this.#read();
      if (token !== "skipped") return token;
    }
  }

  #read(): XmlToken | "skipped" | undefined {
    const text = this.#text;
    if (this.#at >= text.length) {
      if (this.#hasRoot && this.#open.length === 0) return undefined;
      return this.fail("ends in the middle");
    }
    if (text.startsWith("<!--", this.#at)) return this.#comment();
    if (text.startsWith("<?", this.#at)) return this.#instruction();
    if (text.startsWith("<!DOCTYPE", this.#at)) {
      return this.fail("has a document type declaration, which is not allowed");
    }
    const isInside = this.#open.length > 0;
    if (isInside && text.startsWith("<![CDATA[", this.#at)) {
      return { kind: "exact", text: normalizeLineEnds(this.#upTo("<![CDATA[", "]]>")) };
    }
    if (text.startsWith("</", this.#at)) return this.#end();
    if (text.startsWith("<", this.#at)) return this.#tag();
    if (isInside && text.startsWith("&", this.#at)) return { kind: "exact", text: this.#reference(this.#at) };
    return this.#content(isInside);
  }

  #tag(): XmlToken {
    const { index, match } = this.#match(patterns.start);
    if (this.#open.length === 0 && this.#hasRoot) return this.fail("has more text after its end", index);
    if (this.#open.length >= maxDepth) return this.fail("is nested deeper than 512 levels", index);
    const [, name = "", attributes = "", , slash] = match;
    const isEmpty = slash === "/";
    this.#hasRoot = true;
    if (!isEmpty) this.#open.push(name);
    return { kind: "start", name, attributes: this.#attributes(attributes, index), isEmpty };
  }

  #end(): XmlToken {
    const { index, match } = this.#match(patterns.end);
    if (this.#open.pop() !== match[1]) this.fail("has a tag that does not close an open element", index);
    return { kind: "end" };
  }

  #attributes(text: string, index: number): [string, string][] {
    this.#rejectControlCharacters(text, index);
    return Array.from(text.matchAll(patterns.attributes), ([, key = "", quoted = ""]) => {
      for (const { index: at } of quoted.matchAll(/&/g)) {
        patterns.reference.lastIndex = at;
        if (!isCharacter(patterns.reference.exec(quoted))) this.fail("has an unknown entity", index);
      }
      return [key, quoted.slice(1, -1)];
    });
  }

  #comment(): "skipped" {
    const index = this.#at;
    const inside = this.#upTo("<!--", "-->");
    if (inside.includes("--") || inside.endsWith("-")) return this.#malformed(index);
    return "skipped";
  }

  #instruction(): "skipped" {
    const index = this.#at;
    const { match } = this.#match(patterns.instruction);
    const [, name] = match;
    const inside = this.#upTo("", "?>");
    if (name === "xml" && (index !== this.#start || !patterns.declaration.test(inside))) {
      return this.#malformed(index);
    }
    return "skipped";
  }

  #content(isInside: boolean): XmlToken | "skipped" {
    const index = this.#at;
    patterns.text.lastIndex = index;
    const [text = ""] = patterns.text.exec(this.#text) ?? [];
    this.#at = index + text.length;
    this.#rejectControlCharacters(text, index);
    // `]]>` ends CDATA, and is not allowed elsewhere.
    const mark = text.indexOf("]]>");
    if (mark >= 0) return this.#malformed(index + mark);
    if (isInside) return { kind: "text", text: normalizeLineEnds(text) };
    const other = text.search(/[^ \t\r\n]/);
    if (other >= 0) return this.#malformed(index + other);
    return this.#text[this.#at] === "&" ? this.#malformed(this.#at) : "skipped";
  }

  #reference(index: number): string {
    patterns.reference.lastIndex = index;
    const match = patterns.reference.exec(this.#text);
    if (!match || !isCharacter(match)) return this.fail("has an & that does not begin a known entity");
    this.#at = patterns.reference.lastIndex;
    return characterOf(match);
  }

  /** The text between two delimiters; the first one is at the current position. */
  #upTo(first: string, last: string): string {
    const start = this.#at + first.length;
    const end = this.#text.indexOf(last, start);
    if (end < 0) return this.fail("ends in the middle", this.#text.length);
    this.#at = end + last.length;
    const inside = this.#text.slice(start, end);
    this.#rejectControlCharacters(inside, start);
    return inside;
  }

  #match(pattern: RegExp): { index: number; match: RegExpExecArray } {
    const index = this.#at;
    pattern.lastIndex = index;
    const match = pattern.exec(this.#text);
    if (!match) return this.#malformed(index);
    this.#at = pattern.lastIndex;
    return { index, match };
  }

  /** Rejects control characters, which XML does not allow. */
  #rejectControlCharacters(text: string, index: number): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds them to reject them
    const at = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f]/);
    if (at >= 0) this.#malformed(index + at);
  }

  #malformed(at: number): never {
    return this.fail("is not well-formed XML", at);
  }

  fail(problem: string, at = this.#at): never {
    throw invalidAt(this.#name, problem, this.#text, at);
  }
}

/** XML 1.0, section 2.11: all line ends are read as a line feed. */
function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function characterOf([, entity, decimal, hexadecimal]: RegExpExecArray): string {
  if (entity !== undefined) return entities[entity] ?? "";
  return String.fromCodePoint(decimal === undefined ? Number(`0x${hexadecimal}`) : Number(decimal));
}

/** Whether a reference is to a character that XML allows. */
function isCharacter(match: RegExpExecArray | null): boolean {
  if (!match) return false;
  const [, entity, decimal, hexadecimal] = match;
  if (entity !== undefined) return true;
  const code = decimal === undefined ? Number(`0x${hexadecimal}`) : Number(decimal);
  return (
    [0x9, 0xa, 0xd].includes(code) ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
