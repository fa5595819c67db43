// Outside a page, importing the element does nothing and does not throw.
import assert from "node:assert/strict";
import { test } from "node:test";

test("on a server", async () => {
  const before = Object.keys(globalThis);
  const { NotifyMeElement } = await import("back-in-stock/element");
  const defined = await import("back-in-stock/element/define");
  assert.equal(defined.NotifyMeElement, NotifyMeElement);
  assert.equal(NotifyMeElement.name.length > 0 && typeof NotifyMeElement, "function");
  NotifyMeElement.defaults = { companyId: "ABC123", threshold: 2 };
  assert.deepEqual(NotifyMeElement.defaults, { companyId: "ABC123", threshold: 2 });
  assert.ok(NotifyMeElement.observedAttributes.includes("company-id"));
  assert.deepEqual(Object.keys(globalThis), before);
});
