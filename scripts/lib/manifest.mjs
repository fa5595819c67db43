/**
 * `custom-elements.json`: what editors and documentation tools know of the elements. Attributes come from the built classes,
 * whose tables no analyser of sources can read; types and descriptions from the comments of the declarations.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run.mjs";

const read = (path) => readFileSync(join(root, "elements", path), "utf8");
const camel = (name) => name.replace(/-./g, (found) => found.slice(1).toUpperCase());
const unique = (names) => [...new Set(names)].sort();

/** The text of a comment, without asterisks. */
const plainText = (comment = "") => comment.replace(/(\s*\n\s*\*)+\s*/g, " ").trim();

/** Type aliases of the declarations. */
const ALIASES = { Text: "string | number | null | undefined", Flag: "boolean | string | null | undefined" };
const spelledType = (type) =>
  type
    ?.replace(/\s+/g, " ")
    .replace(/^(Text|Flag)\b/, (name) => ALIASES[name])
    .trim();

/** The members of an interface, or the accessors and methods of a class: name, type and comment. */
function members(source, pattern) {
  const found = new Map();
  const comment = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?/.source;
  for (const [, text, name, type] of source.matchAll(new RegExp(comment + pattern.source, "g")))
    if (!found.has(name)) found.set(name, { description: plainText(text), type: spelledType(type) });
  return found;
}

const body = (source, name) => new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)[1];
const properties = (source, name) => members(body(source, name), /\b(\w+)\?: ([^;]+);/);
const events = (source, name) =>
  Array.from(
    members(body(source, name), /"([\w-]+)": ([\s\S]+?);(?=\s*(?:\/\*|"|$))/),
    ([event, { description, type }]) => withoutEmpty({ name: event, type: { text: type }, description }),
  );

const withoutEmpty = (entry) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== "" && value !== undefined));

function declaration(element, { name, tagName, description, types, extra }) {
  const attributes = element.observedAttributes.filter((attribute) => attribute !== "lang");
  const known = (attribute) => types.get(camel(attribute));
  return {
    kind: "class",
    customElement: true,
    name,
    tagName,
    description,
    superclass: { name: "HTMLElement" },
    attributes: attributes.map((attribute) =>
      withoutEmpty({
        name: attribute,
        fieldName: camel(attribute),
        type: known(attribute)?.type && { text: known(attribute).type },
        description: known(attribute)?.description,
      }),
    ),
    ...extra,
    members: [
      ...attributes.map((attribute) =>
        withoutEmpty({
          kind: "field",
          name: camel(attribute),
          attribute,
          type: known(attribute)?.type && { text: known(attribute).type },
          description: known(attribute)?.description,
        }),
      ),
      ...extra.members,
    ],
  };
}

const moduleOf = (path, one) => ({
  kind: "javascript-module",
  path,
  declarations: [one],
  exports: [{ kind: "js", name: one.name, declaration: { name: one.name, module: path } }],
});
const definitionOf = (path, { name, tagName }, module) => ({
  kind: "javascript-module",
  path,
  declarations: [],
  exports: [{ kind: "custom-element-definition", name: tagName, declaration: { name, module } }],
});

/** The manifest of the elements in `dist/`. */
export async function manifestOf(dist) {
  const load = (name) => import(pathToFileURL(join(dist, name)));
  const { NotifyMeElement } = await load("element.js");
  const { ProductBlockElement } = await load("block.js");
  const types = read("notify-me/types.ts");
  const sources = ["notify-me/controller.ts", "notify-me/button-styles.ts"]
    .concat(readdirSync(join(root, "elements/notify-me/form")).map((name) => `notify-me/form/${name}`))
    .map(read)
    .join("\n");
  const own = read("notify-me/index.ts");
  const method = (name) => {
    const found = members(own, new RegExp(`\\b(${name})\\(\\): ([^{]+) \\{`)).get(name);
    return { kind: "method", name, description: found.description, return: { type: { text: found.type } } };
  };
  const notifyMe = declaration(NotifyMeElement, {
    name: "NotifyMeElement",
    tagName: "notify-me",
    description: plainText(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport class NotifyMeElement/.exec(own)[1]),
    types: properties(types, "NotifyMeDefaults").set("open", {
      description: "Whether the form is open. The attribute says whether it is from the start.",
      type: "boolean",
    }),
    extra: {
      events: events(types, "NotifyMeEventMap"),
      slots: [
        {
          name: "",
          description: "What a page without JavaScript shows, and one where nothing could be loaded.",
        },
        {
          name: "sms-consent",
          description: "The text to agree to; without it, no text messages are offered.",
        },
        {
          name: "whatsapp-consent",
          description: "The text to agree to; without it, no WhatsApp messages are offered.",
        },
      ],
      cssParts: unique(
        Array.from(
          sources.matchAll(/\bpart: "([\w-]+)"|(?:createPart\("\w+", |\bbutton\()"([\w-]+)"/g),
          ([, a, b]) => a ?? b,
        ),
      ).map((name) => ({ name })),
      cssProperties: unique(
        Array.from(sources.matchAll(/var\((--notify-me-[\w-]+),/g), ([, name]) => name),
      ).map((name) => ({
        name,
        default: new RegExp(`var\\(${name}, ((?:\\([^)]*\\)|[^()])+)\\)`).exec(sources)[1],
      })),
      members: [
        { kind: "field", name: "defaults", static: true, type: { text: "NotifyMeDefaults" } },
        ...["show", "close", "explain"].map(method),
      ],
    },
  });
  const block = read("product-block/element.ts");
  const productBlock = declaration(ProductBlockElement, {
    name: "ProductBlockElement",
    tagName: "product-block",
    description: plainText(
      /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport class ProductBlockElement/.exec(block)[1],
    ),
    types: members(block, /\bget (\w+)\(\): ([^{]+) \{/),
    extra: { events: events(block, "ProductBlockEventMap"), members: [] },
  });
  return {
    schemaVersion: "1.0.0",
    modules: [
      moduleOf("dist/element.js", notifyMe),
      definitionOf("dist/element-define.js", notifyMe, "dist/element.js"),
      definitionOf("dist/browser/notify-me.js", notifyMe, "dist/element.js"),
      moduleOf("dist/block.js", productBlock),
      definitionOf("dist/block-define.js", productBlock, "dist/block.js"),
    ],
  };
}
