import { XMLParser, XMLValidator } from "fast-xml-parser";
import { EmulatorError } from "../errors.ts";

/** Values stay text, as they are written but for the white space around them: `007` is an id. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  htmlEntities: true,
});

/**
 * Reads the rows of an XML feed: `<Product>` in `<Products>`, which may stand in `<rss>`, or Google Merchant's `<item>`.
 *
 * @throws EmulatorError `invalid_feed`: for what is not well-formed, and where neither element is
 */
export function readXml(text: string, name: string): readonly object[] {
  const checked = XMLValidator.validate(text);
  if (checked !== true) return refuse(`${name} is not well-formed XML (line ${checked.err.line})`);
  const rows = findRows(parser.parse(text)) ?? refuse(`${name} has neither <Product> nor <item> elements`);
  return rows.map((row) => (isObject(row) ? row : {}));
}

/** The first such elements, level by level; an empty `<Products>` has none. */
function findRows(document: unknown): readonly unknown[] | undefined {
  let level = [document].filter(isObject);
  let isEmpty = false;
  while (level.length > 0) {
    for (const node of level) {
      const rows = node.Product ?? node.item;
      if (rows !== undefined) return [rows].flat();
    }
    isEmpty ||= level.some((node) => "Products" in node);
    level = level.flatMap((node) => Object.values(node).flat().filter(isObject));
  }
  return isEmpty ? [] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function refuse(message: string): never {
  throw new EmulatorError("invalid_feed", message);
}
