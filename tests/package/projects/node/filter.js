import { filterBlock, isVisible } from "back-in-stock";

const items = [
  { id: "SKU-1", inventory_quantity: 0, inventory_policy: 1 },
  { id: "SKU-2", inventory_quantity: "3", inventory_policy: 1 },
];
const shown = filterBlock(items).map(({ id }) => id);
console.log(JSON.stringify({ shown, visible: isVisible({ quantity: "0", policy: "deny" }) }));
