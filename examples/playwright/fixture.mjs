/**
 * A fixture for Playwright: every test has an emulator of its own, and whatever a page sends to Klaviyo goes there. The page
 * needs no change for it.
 */
import { test as base } from "@playwright/test";
import { createEmulator } from "back-in-stock/emulator";

export { expect } from "@playwright/test";

export const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
  emulator: async ({}, use) => {
    const feed = [{ id: "OCEAN-SHIRT-M", title: "Ocean Blue Shirt, M", inventory_quantity: 0 }];
    const emulator = await createEmulator({ feed });
    await use(emulator);
    await emulator.close();
  },

  page: async ({ page, emulator }, use) => {
    await page.route("https://a.klaviyo.com/**", async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const response = await route
        .fetch({ url: `${emulator.url}${pathname}${search}` })
        .catch(() => undefined);
      if (response) await route.fulfill({ response });
      else await route.abort();
    });
    await use(page);
  },
});
