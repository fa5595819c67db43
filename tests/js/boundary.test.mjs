// The cases of the boundary in Node, by the package's name.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as api from "back-in-stock";
import { cases, assert as own } from "../boundary/suite.mjs";

describe("the boundary in Node", () => {
  before(() => api.init());

  test("has cases with names of their own", () => {
    const names = cases.map(({ name }) => name);
    assert.ok(names.length > 600, `${names.length}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  for (const { name, run } of cases) test(name, () => run(api, own));
});
