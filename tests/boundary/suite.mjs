// The synchronous API and its errors, case by case, for any environment: `run(api, assert)` after `api.init()`.
import { blocks } from "./cases/blocks.mjs";
import { build } from "./cases/build.mjs";
import { contacts } from "./cases/contacts.mjs";
import { hostile } from "./cases/hostile.mjs";
import { huge } from "./cases/huge.mjs";
import { ids } from "./cases/ids.mjs";
import { options } from "./cases/options.mjs";
import { order } from "./cases/order.mjs";
import { refusals } from "./cases/refusals.mjs";
import { types } from "./cases/types.mjs";

export { assert } from "./assert.mjs";

const all = { ids, contacts, build, refusals, options, order, types, hostile, huge, blocks };

export const cases = Object.entries(all).flatMap(([group, list]) =>
  list.map(({ name, run }) => ({ name: `${group}: ${name}`, run })),
);
