import { fileURLToPath } from "node:url";
import { expect, test } from "./fixture.mjs";

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/element-define.js"></script>
<notify-me company-id="ABC123" variant="OCEAN-SHIRT-M" product="Ocean Blue Shirt, M"></notify-me></html>`;

/** A shop without a server: this page, and the scripts of the package. */
test.beforeEach(async ({ page }) => {
  await page.route("https://shop.example/**", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html });
    return route.fulfill({ path: fileURLToPath(new URL(`../../dist${pathname}`, import.meta.url)) });
  });
  await page.goto("https://shop.example/");
});

async function ask(page) {
  await page.getByRole("button", { name: "Notify me when it's back" }).click();
  await page.getByRole("textbox").fill("ann@example.com");
  await page.getByRole("button", { name: "Notify me", exact: true }).click();
}

test("requested, restocked, notified", async ({ page, emulator }) => {
  await ask(page);
  await expect(page.getByText("We'll email you when Ocean Blue Shirt, M is back.")).toBeVisible();

  emulator.stock("OCEAN-SHIRT-M", 3);
  await emulator.advance("6h"); // a restock is seen at the next sync
  expect(emulator.state().messages).toMatchObject([
    { to: "ann@example.com", status: "sent", subject: "Ocean Blue Shirt, M is back in stock" },
  ]);
});

test("while the service is down the request is kept, and sent again", async ({ page, emulator }) => {
  emulator.script([{ fault: { kind: "status", status: 503 }, times: 1 }]);
  await ask(page);
  await expect(page.getByText("We couldn't send this yet.")).toBeVisible();
  await expect(page.getByText("We'll email you")).toBeVisible({ timeout: 20_000 });
  expect(emulator.state().subscriptions).toHaveLength(1);
});
