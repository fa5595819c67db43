import { invalid } from "./invalid.ts";
import { XmlReader } from "./xml-reader.ts";

/** Google Merchant's namespace (https://support.google.com/merchants/answer/14987622), and its usual prefix. */
const google = "http://base.google.com/ns/1.0";
const usualPrefix = "g:";

/** The elements that can contain rows, directly or indirectly. */
type Role = "rss" | "channel" | "products" | "feed" | "row" | "other";

/**
 * Reads the rows of an XML feed: `<Product>` in `<Products>`, which may be in `<rss>` or its channel; `<item>` in the
 * channel of `<rss>`, as in Google Merchant feeds; `<entry>` in an Atom `<feed>`. Google's names lose their prefix, and
 * take precedence over the same name without one.
 *
 * @throws EmulatorError `invalid_feed` for text that is not well-formed or has none of these elements
 */
export function readXml(text: string, name: string): readonly object[] {
  const reader = new XmlReader(text, name);
  const rows: object[] = [];
  const open: Role[] = [];
  let prefix = usualPrefix;
  let canHaveRows = false;
  for (let token = reader.next(); token; token = reader.next()) {
    if (token.kind === "end") open.pop();
    if (token.kind !== "start") continue;
    const local = withoutPrefix(token.name, prefix);
    const role = roleOf(open.at(-1), local);
    if (role === "row") {
      rows.push(token.isEmpty ? {} : readRow(reader, prefix));
      continue;
    }
    canHaveRows ||= ["channel", "products", "feed"].includes(role);
    for (const [key, value] of token.attributes) {
      if (value === google && key.startsWith("xmlns:")) prefix = `${key.slice("xmlns:".length)}:`;
    }
    if (!token.isEmpty) open.push(role);
  }
  if (!canHaveRows) throw invalid(`${name} has no <Products>, <item> or <entry> elements`);
  return rows;
}

function roleOf(parent: Role | undefined, name: string): Role {
  const isProducts = name === "Products" || name === "products";
  if (parent === undefined) {
    if (name === "rss" || name === "feed") return name;
    return isProducts ? "products" : "other";
  }
  if (parent === "rss" && name === "channel") return "channel";
  if ((parent === "rss" || parent === "channel") && isProducts) return "products";
  const isRow =
    (parent === "products" && (name === "Product" || name === "product")) ||
    (parent === "channel" && name === "item") ||
    (parent === "feed" && name === "entry");
  return isRow ? "row" : "other";
}

interface Field {
  value: unknown;
  isGoogle: boolean;
}

/** Reads to the end of a row. Text becomes a string, repeated elements an array, and an element with elements an object. */
function readRow(reader: XmlReader, prefix: string): object {
  const fields = new Map<string, Field>();
  for (let token = reader.next(); token && token.kind !== "end"; token = reader.next()) {
    if (token.kind !== "start") continue;
    const value = token.isEmpty ? "" : readValue(reader);
    const local = withoutPrefix(token.name, prefix);
    const isGoogle = local !== token.name;
    const known = fields.get(local);
    if (known?.isGoogle && !isGoogle) continue;
    const isRepeated = known?.isGoogle === isGoogle;
    fields.set(local, { value: isRepeated ? [known.value, value].flat() : value, isGoogle });
  }
  return Object.fromEntries(Array.from(fields, ([local, { value }]) => [local, value]));
}

/** Reads to the end of an element: its trimmed text, or an object if it contains elements. */
function readValue(reader: XmlReader): unknown {
  let text = "";
  // The length of the trimmed text. White space is kept only in CDATA and as references.
  let textLength = 0;
  let isNested = false;
  for (let depth = 1; ; ) {
    const token = reader.next();
    if (!token) return reader.fail("ends in the middle");
    if (token.kind === "start") {
      isNested = true;
      if (!token.isEmpty) depth += 1;
    } else if (token.kind === "end") {
      depth -= 1;
      if (depth === 0) return isNested ? {} : text.slice(0, textLength);
    } else if (depth === 1) {
      const isExact = token.kind === "exact";
      text += isExact || textLength > 0 ? token.text : token.text.replace(/^[ \t\r\n]+/, "");
      textLength = Math.max(textLength, isExact ? text.length : trimmedLength(text));
    }
  }
}

/** The length of a text without trailing white space. */
function trimmedLength(text: string): number {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
