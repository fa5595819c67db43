// What a constructor checks before the core is loaded must be what the core decides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import { random } from "../random.mjs";

before(() => api.init());

const outcome = (call) => {
  try {
    call();
    return "fine";
  } catch (error) {
    return `${error.code} ${error.field} ${error.message}`;
  }
};

test("company ids: the constructor decides as the core does", () => {
  const letters = [..."ABCDEFabcdefpk0123456789ABCDEFabcdefpk0123456789_ -.\n\0éK１😀", "pk_", "\ud800"];
  const chance = random(13);
  const next = (limit) => Math.floor(chance() * limit);
  const counts = {};
  for (let count = 0; count < 20_000; count++) {
    const companyId = Array.from({ length: 4 + next(4) }, () => letters[next(letters.length)]).join("");
    const mine = outcome(() => new api.BackInStock({ companyId, outbox: false }));
    const request = { variant: "SKU-1", profile: { id: "01GD" }, channels: ["PUSH"] };
    const core = outcome(() => api.buildRequest(request, { audience: "client", companyId }));
    assert.equal(mine, core, JSON.stringify(companyId));
    const code = core.split(" ")[0];
    counts[code] = (counts[code] ?? 0) + 1;
  }
  for (const code of ["fine", "private_key", "invalid_company_id"])
    assert.ok(counts[code] > 100, JSON.stringify(counts));
});

test("an endpoint is refused in the words of the core", () => {
  const table = readFileSync(new URL("../../src/error/kind.rs", import.meta.url), "utf8");
  const [, words] = /Self::Endpoint => .*Some\("endpoint"\), "(.+)"\)/.exec(table);
  const construct = () => new api.BackInStock({ companyId: "ABC123", endpoint: 5 });
  assert.throws(construct, { code: "invalid_option", field: "endpoint", message: `endpoint ${words}` });
});
