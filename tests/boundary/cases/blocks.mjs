import { refusal, value } from "../assert.mjs";

const item = (id, inventory_quantity, inventory_policy, product) => ({
  id,
  inventory_quantity,
  inventory_policy,
  product,
});
const few = [
  item("a", 0, 1, 1),
  item("b", " 3 ", "deny", 2),
  item("c", "0", "Continue", 1),
  item("d", null, 1, 2),
  item("e", "-1", " DENY\n", 3),
  item("f", 7, undefined, 1),
];
const ids = (options) => (api) =>
  api
    .filterBlock(few, options)
    .map(({ id }) => id)
    .join("");
const shown = (name, options, expected) => value(`filterBlock ${name}`, ids(options), expected);

/** Many, with a text here and there: the module's memory grows twice. */
const many = Array.from({ length: 150_000 }, (_, id) => item(id, id % 5 ? `${id}` : 0, id % 2 ? 1 : 2));

export const blocks = [
  shown("without options", undefined, "bcdf"),
  shown("hide", { outOfStock: "hide" }, "bdf"),
  shown("last", { outOfStock: "last" }, "bdfc"),
  shown("threshold", { threshold: 4 }, "cdf"),
  shown("atLeast and limit", { atLeast: 5, limit: 5 }, "bcdfa"),
  shown("groupBy", { groupBy: "product", atLeast: 3 }, "fbe"),
  value("filterBlock of many", (api) => api.filterBlock(many).length, 135_000),
  value("filterBlock after many", ids(), "bcdf"),
  value(
    "filterBlock's problems",
    (api) => {
      const codes = [];
      api.filterBlock(few, { onProblem: ({ index, code }) => codes.push(index + code) });
      return codes.join(" ");
    },
    "1quantity_text 2quantity_text 3quantity_missing 4quantity_text",
  ),
  refusal(
    "filterBlock limit",
    (api) => api.filterBlock(few, { limit: -1 }),
    "invalid_option",
    "limit",
    "limit must be an integer of 0 or more",
  ),
  value("isVisible", (api) => api.isVisible({ quantity: "0", policy: "deny" }), false),
  value("isVisible continue", (api) => api.isVisible({ quantity: 0, policy: "continue" }), true),
];
