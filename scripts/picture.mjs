/**
 * Writes docs/picture.png: the product page of the shop in `www`, with a size that is sold out and the open form of
 * `<notify-me>`. Needs Chromium; builds missing parts first.
 *
 *     npm run picture
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "../tests/browser/driver.mjs";
import { exitOn, root } from "./lib/run.mjs";
import { ensureBrowsers } from "./setup.mjs";
import { prepareShop, startBoth } from "./start.mjs";

const FILE = join(root, "docs/picture.png");
/** CSS pixels; the picture has the same number of pixels, so that it stays small. */
const VIEWPORT = { width: 800, height: 900 };
const MARGIN = 16;

/** A PNG of the product from its picture to the end of the form, with the page's background around it. */
async function picture(browser, url) {
  await browser.goto(`${url}/products/ocean-shirt?size=M`);
  await browser.click(await browser.shadow("notify-me", "[part=trigger]"));
  await browser.type(await browser.shadow("notify-me", "[type=email]"), "ann@example.com");
  const clip = await browser.until(visibleProduct, { args: [MARGIN] });
  const bidi = await browser.driver.getBidi();
  const context = await browser.driver.getWindowHandle();
  const params = { context, origin: "document", clip: { type: "box", ...clip } };
  const { result, message } = await bidi.send({ method: "browsingContext.captureScreenshot", params });
  if (!result) throw new Error(message);
  return Buffer.from(result.data, "base64");
}

/** Runs in the page, until the picture of the product is there. */
function visibleProduct(margin) {
  const image = document.querySelector(".product-picture img");
  const form = document.querySelector("notify-me");
  if (!image.complete || !form.open) return undefined;
  // The facts below the form say nothing about it.
  document.querySelector(".facts").hidden = true;
  const product = document.querySelector("article.product").getBoundingClientRect();
  const end = Math.max(image.getBoundingClientRect().bottom, form.getBoundingClientRect().bottom);
  return {
    x: product.left - margin,
    y: product.top + scrollY - margin,
    width: product.width + 2 * margin,
    height: end - product.top + 2 * margin,
  };
}

async function main() {
  await ensureBrowsers(["chromium"], { ci: Boolean(process.env.CI) });
  await prepareShop();
  const both = await startBoth();
  try {
    const browser = await open("chromium", VIEWPORT);
    try {
      const png = await picture(browser, both.shop.url);
      writeFileSync(FILE, png);
      console.log(`wrote docs/picture.png: ${png.length.toLocaleString("en")} bytes`);
    } finally {
      await browser.close();
    }
  } finally {
    await both.close();
  }
}

await main().catch(exitOn);
