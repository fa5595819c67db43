// In tests with a DOM, jsdom replaces globals of Node: a Buffer is not an instance of its Uint8Array.
import { test } from "node:test";
import { child } from "../js/children.mjs";

test("the emulator reads bodies if jsdom has replaced Uint8Array", () =>
  child(`
    globalThis.Uint8Array = class Uint8Array extends globalThis.Uint8Array {};
    const { createEmulator } = await import("back-in-stock/emulator");
    const emulator = await createEmulator({ feed: [{ id: "SKU-1", inventory_quantity: 0 }] });
    const attributes = { channels: ["EMAIL"], profile: { data: { type: "profile", attributes: { email: "ann@example.com" } } } };
    const relationships = { variant: { data: { type: "catalog-variant", id: "$custom:::$default:::SKU-1" } } };
    const response = await fetch(emulator.url + "/client/back-in-stock-subscriptions?company_id=ABC123", {
      method: "POST",
      headers: { "content-type": "application/vnd.api+json", revision: "2026-07-15" },
      body: JSON.stringify({ data: { type: "back-in-stock-subscription", attributes, relationships } }),
    });
    assert.equal(response.status, 202, await response.text());
    await emulator.close();
  `));
