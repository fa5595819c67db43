// The feed of the shop in the documentation's examples: every id that they name is sold out.
import { blocksIn, documents } from "./documents.mjs";

const text = documents
  .flatMap(({ blocks }) => blocks)
  .filter(({ language }) => ["html", "js"].includes(language))
  .map(({ code }) => code)
  .join("\n");
const ids = new Set(["SKU-1", ...Array.from(text.matchAll(/variant"?[=:] ?"([\w-]+)"/g), ([, id]) => id)]);

/** Rows that are ready for back in stock. */
export const rows = Array.from(ids, (id) => ({
  id,
  title: `Product ${id}`,
  link: `https://shop.example/products/${id}`,
  description: "A product",
  image_link: `https://shop.example/images/${id}.png`,
  inventory_quantity: 0,
}));

/** The same as XML. */
export const xml = `<Products>${rows
  .map(
    (row) =>
      `<Product>${Object.entries(row)
        .map(([key, value]) => `<${key}>${value}</${key}>`)
        .join("")}</Product>`,
  )
  .join("")}</Products>`;

/** The policy that docs/hosting.md gives, with the emulator in Klaviyo's place. */
export function policyFor(endpoint) {
  const [block, ...others] = blocksIn("http");
  const [, policy] = /^Content-Security-Policy: (.*)\n$/.exec(block.code);
  if (others.length) throw new Error("more than one policy");
  return policy.replace("https://a.klaviyo.com", endpoint);
}
