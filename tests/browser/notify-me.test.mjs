// What a shopper sees of <notify-me>, and what comes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "./driver.mjs";
import { inPages } from "./notify-me.setup.mjs";

inPages("<notify-me>", (shop) => {
  test("a button; then a form; then an answer", async () => {
    await shop.open(shop.element('variant="SKU-M" product="Shirt, M"'));
    assert.deepEqual(await shop.state(), { button: "Notify me when it is back" });
    await shop.click("[part=trigger]");
    await shop.shows({ fields: ["email"], focus: "email" });
    await shop.type("#email", "ann@example.com", Key.ENTER);
    await shop.shows({ message: "We'll e-mail you when Shirt, M is back.", focus: "message" });
    assert.deepEqual(await shop.events(), [
      "visible SKU-M",
      "open SKU-M",
      "submit SKU-M",
      "accepted SKU-M accepted",
    ]);
    assert.deepEqual(
      shop.emulator.state().subscriptions.map(({ variant }) => variant),
      ["$custom:::$default:::SKU-M"],
    );
  });
});
