// Feeds as shops publish them, each with its right reading. `checkFeed`, `filterFeed` and the emulator must agree on it.
//
// A feed that is read has `rows` ([id, title, quantity], where an unknown quantity is null), and `codes`: the problems that
// `checkFeed` names. What Klaviyo does not take, though it is read here, has `notSynced`: what the emulator says. One that is
// not read has `refused`: what both say, and `at`: the byte of the first mistake.
import { gzipSync } from "node:zlib";

const encoder = new TextEncoder();
const latin1 = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));

const google = 'xmlns:g="http://base.google.com/ns/1.0"';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** A row of required fields; `more` comes first. */
const fields = (id, more = "") =>
  `<id>${id}</id>${more}<link>https://shop.example/${id}</link><description>Soft</description>` +
  `<image_link>https://shop.example/${id}.jpg</image_link>`;
const product = (id, title, quantity, more = "") =>
  `<Product>${fields(id, `<title>${title}</title>`)}<inventory_quantity>${quantity}</inventory_quantity>${more}</Product>`;
const products = (...rows) => `<Products>${rows.join("\n")}</Products>`;
const rss = (...items) =>
  `<rss version="2.0" ${google}><channel><title>Shop</title>${items.join("\n")}</channel></rss>`;
const googleItem = (id, title, more) =>
  `<item>${fields(id, `<title>${title}</title>`).replaceAll(/<(\/?)(\w)/g, "<$1g:$2")}${more}</item>`;
const row = (id, quantity, more = {}) => ({
  id,
  title: "Cup",
  link: "https://shop.example/cup",
  description: "Blue",
  image_link: "https://shop.example/cup.jpg",
  inventory_quantity: quantity,
  ...more,
});
const json = (...rows) => JSON.stringify(rows);
/** The offset in bytes of a text that is in the feed once. */
const byteOf = (text, part) => encoder.encode(text.slice(0, text.indexOf(part))).length;

const entries =
  `${declaration}<feed xmlns="http://www.w3.org/2005/Atom" ${google}><title>Tea shop</title><link href="/"/>` +
  [7, 0]
    .map(
      (quantity, index) =>
        `<entry>${googleItem(`TEA-${index}`, "Tea", `<g:quantity>${quantity}</g:quantity>`).slice(6, -7)}</entry>`,
    )
    .join("\n") +
  "</feed>";
const nbsp = declaration + products(product("T1", "Tea&nbsp;pot", 0));
const formFeed = declaration + products(product("T1", "<![CDATA[from\fWord]]>", 0));
const twoDeclarations = declaration + declaration + products(product("T1", "Tea", 0));
const notUtf8 = `${declaration}${products(product("T1", "\xff", 0))}`;
const numbers = [7, "7.00", " 0 ", -2, 0.5, "1e2", ".5", "5.", "1,200", "many", null, true];

/** Everything that is read. */
const read = [
  {
    name: "Atom entries whose quantity has another name",
    feed: entries,
    rows: [
      ["TEA-0", "Tea", null],
      ["TEA-1", "Tea", null],
    ],
    codes: ["quantity_missing"],
    suggestedFields: { quantity: "quantity" },
  },
  {
    name: "the same entries, mapped",
    feed: entries,
    fields: { quantity: "quantity" },
    rows: [
      ["TEA-0", "Tea", 7],
      ["TEA-1", "Tea", 0],
    ],
    codes: [],
  },
  {
    name: "availability alone",
    feed: rss(
      googleItem("A1", "One", "<g:price>1.00 USD</g:price><g:availability>in stock</g:availability>"),
      googleItem("A2", "Two", "<g:price>2.00 USD</g:price><g:availability>out of stock</g:availability>"),
    ),
    rows: [
      ["A1", "One", null],
      ["A2", "Two", null],
    ],
    codes: ["availability_only", "quantity_missing", "price_currency"],
  },
  {
    name: "a bare name and Google's in one row, in both orders",
    feed: rss(
      `<item>${fields("S", "<title>Shirt S</title><g:title>Shirt, small</g:title>")}<g:id>S-1</g:id><g:inventory_quantity>3</g:inventory_quantity><inventory_quantity>0</inventory_quantity></item>`,
      `<item><g:title>Shirt, medium</g:title><g:id>M-1</g:id><inventory_quantity>5</inventory_quantity><g:inventory_quantity>0</g:inventory_quantity>${fields("M", "<title>Shirt M</title>")}</item>`,
    ),
    rows: [
      ["S-1", "Shirt, small", 3],
      ["M-1", "Shirt, medium", 0],
    ],
    codes: [],
  },
  {
    name: "windows-1252",
    feed: latin1(
      `<?xml version="1.0" encoding="windows-1252"?>\n${products(product("W1", "M\xfctze \x80 5", 0))}`,
    ),
    rows: [["W1", "Mütze € 5", 0]],
    codes: [],
  },
  {
    name: "UTF-16 with a mark",
    feed: utf16(products(product("U1", "Größe", 0))),
    rows: [["U1", "Größe", 0]],
    codes: [],
  },
  {
    name: "a byte-order mark before XML",
    feed: `\ufeff${declaration}${products(product("B1", "Tea", 0))}`,
    rows: [["B1", "Tea", 0]],
    codes: [],
  },
  {
    name: "a byte-order mark before JSON",
    feed: `\ufeff${json(row("B1", 0))}`,
    rows: [["B1", "Cup", 0]],
    codes: [],
  },
  {
    name: "keys of the shop's own, after a mark",
    feed: `\ufeff${JSON.stringify([{ Id: "5001", Title: "Ring", Link: "https://shop.example/r", Description: "d", ImageLink: "https://shop.example/r.jpg", InventoryQuantity: "0", Price: "$12.00" }])}`,
    fails: "id_missing",
    row: 0,
    codes: [
      "id_missing",
      "title_missing",
      "link_missing",
      "description_missing",
      "image_link_missing",
      "quantity_missing",
    ],
    suggestedFields: {
      quantity: "InventoryQuantity",
      id: "Id",
      title: "Title",
      link: "Link",
      description: "Description",
      image_link: "ImageLink",
      price: "Price",
    },
  },
  {
    name: "names with a prefix in JSON are names of their own",
    feed: json({ ...row("J1", 0), "g:title": "Google" }),
    rows: [["J1", "Cup", 0]],
    codes: [],
  },
  {
    name: "CDATA, references, comments and white space",
    feed: declaration + products(product(" C1\n", "<![CDATA[ A & B ]]>&#x20;&lt;<!-- -->C ", " 0 ", "<a/>")),
    rows: [["C1", " A & B  <C", 0]],
    codes: ["link_invalid", "image_link_invalid"],
  },
  {
    name: "another prefix for Google's names",
    feed: rss(googleItem("P1", "Tea", "<g:inventory_quantity>0</g:inventory_quantity>"))
      .replaceAll("g:", "m:")
      .replace("xmlns:g", "xmlns:m"),
    rows: [["P1", "Tea", 0]],
    codes: [],
  },
  {
    name: "small letters, and products in a channel",
    feed: `<rss><channel><products>${product("L1", "Tea", 0).replaceAll("Product>", "product>")}</products></channel></rss>`,
    rows: [["L1", "Tea", 0]],
    codes: [],
  },
  {
    name: "quantities as shops write them",
    feed: json(...numbers.map((quantity, index) => row(`Q${index}`, quantity))),
    rows: [7, 7, 0, -2, 0.5, 100, 0.5, 5, null, null, null, null].map((quantity, index) => [
      `Q${index}`,
      "Cup",
      quantity,
    ]),
    codes: [
      "quantity_missing",
      "quantity_unreadable",
      "quantity_text",
      "quantity_negative",
      "quantity_fraction",
    ],
  },
  {
    name: "the name with a dollar counts, null or not",
    feed: json(row("N1", 5, { $inventory_quantity: null }), row("N2", 5, { $inventory_quantity: 0 })),
    rows: [
      ["N1", "Cup", null],
      ["N2", "Cup", 0],
    ],
    codes: ["quantity_missing"],
  },
  {
    name: "whole numbers as ids, and digits in quotes",
    feed: json(row(40001, 0), row("007", 0), row("43712345678901234567", 0)),
    rows: [
      ["40001", "Cup", 0],
      ["007", "Cup", 0],
      ["43712345678901234567", "Cup", 0],
    ],
    codes: [],
  },
  {
    name: "variants inside of rows",
    feed: json({
      ...row("V1", 0),
      inventory_quantity: undefined,
      tags: [],
      variants: [{ id: 1, inventory_quantity: 3 }],
    }),
    rows: [["V1", "Cup", null]],
    codes: ["variants_nested", "quantity_missing"],
    found: { variants_nested: "variants" },
  },
  {
    name: "an id twice",
    feed: json(row("D1", 0), row("D1", 5)),
    rows: [["D1", "Cup", 5]],
    items: [0, 5],
    codes: ["id_duplicate"],
  },
  {
    name: "JSON lines",
    feed: `${JSON.stringify(row("L1", 0))}\n${JSON.stringify(row("L2", 3))}\n`,
    rows: [
      ["L1", "Cup", 0],
      ["L2", "Cup", 3],
    ],
    codes: ["json_lines"],
    notSynced: "JSON lines",
  },
  {
    name: "gzip",
    feed: new Uint8Array(gzipSync(json(row("Z1", 0)))),
    rows: [["Z1", "Cup", 0]],
    codes: ["gzip"],
    notSynced: "gzip",
  },
  { name: "no rows in JSON", feed: "[]", rows: [], codes: ["no_rows"] },
  { name: "no rows in XML", feed: "<Products/>", rows: [], codes: ["no_rows"] },
];

/** Rows without a usable id: `checkFeed` names the row, and the emulator refuses to sync it. */
const withoutIds = [
  {
    name: "an empty element as id",
    feed: rss(
      `<item><g:id/><title><![CDATA[Cushion for Öland chair]]></title><link/><description>d</description><g:image_link>https://shop.example/c.jpeg</g:image_link><g:inventory_quantity>2</g:inventory_quantity></item>`,
    ),
    codes: ["id_missing", "link_missing", "sold_out_absent"],
    row: 0,
  },
  { name: "no id", feed: json(row("A", 0), row(undefined, 0)), codes: ["id_missing"], row: 1 },
  { name: "a blank id", feed: json(row("A", 0), row("\u00a0\u200b ", 0)), codes: ["id_missing"], row: 1 },
  { name: "null as id", feed: json(row(null, 0)), codes: ["id_missing"], row: 0 },
  { name: "true as id", feed: json(row(true, 0)), codes: ["id_missing"], row: 0 },
  {
    name: "an id above 2^53",
    feed: json(row("A", 0), row("big", 0.5)).replace('"big"', "43712345678901234567"),
    codes: ["id_number", "quantity_fraction"],
    row: 1,
  },
  { name: "an id with a fraction", feed: json(row(1.5, 0)), codes: ["id_number"], row: 0 },
  {
    name: "two ids in one row",
    feed: products(product("A", "Tea", 0, "<id>B</id>")),
    codes: ["id_missing"],
    row: 0,
  },
].map((entry) => ({ fails: entry.codes[0], ...entry }));

/** Everything that is not read. */
const refused = [
  { name: "an entity of HTML", feed: nbsp, refused: "entity", at: byteOf(nbsp, "&nbsp;") },
  {
    name: "an entity that a declaration defines",
    feed: `${declaration}<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>\n${rss(googleItem("T1", "Tea&nbsp;pot", ""))}`,
    refused: "document type declaration",
    at: byteOf(declaration, "\n") + 1,
  },
  { name: "a form feed", feed: formFeed, refused: "well-formed", at: byteOf(formFeed, "\f") },
  {
    name: "two declarations",
    feed: twoDeclarations,
    refused: "well-formed",
    at: declaration.length,
  },
  {
    name: "bytes that are not UTF-8 in XML",
    feed: latin1(notUtf8),
    refused: "UTF-8",
    at: notUtf8.indexOf("\xff"),
  },
  { name: "bytes that are not UTF-8 in JSON", feed: latin1('[{"id":"M\xfc"}]'), refused: "UTF-8", at: 9 },
  { name: "JSON in UTF-16", feed: utf16("[]"), refused: "" },
  {
    name: "an unknown encoding",
    feed: '<?xml version="1.0" encoding="klingon"?><Products/>',
    refused: '"klingon"',
  },
  {
    name: "a version that XML does not have",
    feed: '<?xml version="2"?><Products/>',
    refused: "well-formed",
    at: 0,
  },
  {
    name: "bytes that the encoding does not have",
    feed: latin1('<?xml version="1.0" encoding="shift_jis"?><Products>\xff\xff</Products>'),
    refused: '"shift_jis"',
  },
  { name: "rows in other elements", feed: "<shop><item><id>A</id></item></shop>", refused: "<Products>" },
  {
    name: "a page",
    feed: "<!DOCTYPE html><html><body>Down&nbsp;for maintenance<br></body></html>",
    refused: "",
  },
  {
    name: "a tag that is not closed",
    feed: "<Products><Product></Products>",
    refused: "open element",
    at: 19,
  },
  { name: "two roots", feed: "<Products/><Products/>", refused: "more text", at: 11 },
  {
    name: "a comment with two hyphens",
    feed: "<Products><!-- a -- b --></Products>",
    refused: "well-formed",
    at: 10,
  },
  {
    name: "an attribute without quotes",
    feed: "<Products><Product a=1/></Products>",
    refused: "well-formed",
    at: 10,
  },
  {
    name: "a character that XML does not have",
    feed: "<Products>&#2;</Products>",
    refused: "entity",
    at: 10,
  },
  { name: "XML that ends in the middle", feed: "<Products><Product>", refused: "ends in the middle", at: 19 },
  {
    name: "elements inside each other",
    feed: `<Products>${"<a>".repeat(600)}`,
    refused: "512",
    at: 10 + 511 * 3,
  },
  { name: "a table with commas", feed: "id,title,quantity\nA,Tea,3\n", refused: "" },
  { name: "a comma too many", feed: '[{"id":"A"},]', refused: "JSON|object", at: 12 },
  { name: "JSON that ends in the middle", feed: '[{"id":"é"', refused: "JSON|ends in the middle", at: 11 },
  { name: "a bad escape", feed: '[{"id":"\\x"}]', refused: "JSON", at: 9 },
  {
    name: "a number with a zero before it",
    feed: '[{"id":"A","inventory_quantity":07}]',
    refused: "JSON",
    at: 33,
  },
  { name: "rows elsewhere", feed: '{"data":{"items":[]}}', refused: "array of rows" },
  { name: "a row that is not an object", feed: '[{"id":"A"},7]', refused: "object" },
  {
    name: "values inside each other",
    feed: `[{"id":"A","a":${"[".repeat(600)}${"]".repeat(600)}}]`,
    refused: "512",
  },
  { name: "an empty file", feed: "", refused: "" },
  { name: "white space alone", feed: " \n", refused: "" },
];

const bytesOf = (feed) => (typeof feed === "string" ? encoder.encode(feed) : feed);

export const feeds = [...read, ...withoutIds, ...refused].map((entry) => ({
  ...entry,
  feed: bytesOf(entry.feed),
}));
