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

/** Where the examples of a CDN are. */
export const CDN = "https://cdn.jsdelivr.net";

const policies = blocksIn("http").map(({ code }) => /^Content-Security-Policy: (.*)\n$/.exec(code)[1]);
const NONCE = "'nonce-RANDOM'";

/** The policy that docs/hosting.md gives for a page with this code, with the emulator in Klaviyo's place. */
export function policyFor(code, endpoint, cdn) {
  const needs = [CDN, NONCE].filter((_, index) => code.includes([CDN, "RANDOM"][index]));
  const fits = (policy) => [CDN, NONCE].every((source) => policy.includes(source) === needs.includes(source));
  const [policy, ...others] = policies.filter(fits);
  if (!policy || others.length) throw new Error(`not one policy for a page with ${needs}`);
  return policy.replaceAll(CDN, cdn).replaceAll("https://a.klaviyo.com", endpoint);
}
