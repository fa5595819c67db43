// What a shop's own unit tests do with the package: they import it, and subscribe against an emulator.
import { BackInStock } from "back-in-stock";
import { createEmulator } from "back-in-stock/emulator";
import { expect, inject, onTestFinished, test } from "vitest";

test.each(inject("entries"))("imports %s", async (entry) => {
  await import(entry);
});

test("subscribes", async () => {
  const feed = [{ id: "SKU-1", title: "Shirt", inventory_quantity: 0 }];
  // A day on which the package's revision of the API was new.
  const emulator = await createEmulator({ feed, now: () => Date.parse("2026-08-01T12:00:00Z") });
  onTestFinished(() => emulator.close());
  const client = new BackInStock({ companyId: "ABC123", endpoint: emulator.url });
  const outcome = await client.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } });
  expect(outcome).toEqual({ status: "accepted" });
  expect(emulator.state().subscriptions).toHaveLength(1);
});
