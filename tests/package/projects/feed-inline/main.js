import { checkFeed, filterFeed, scanFeed } from "back-in-stock/feed/inline";

const rows = Array.from({ length: 50 }, (_, id) => ({
  id: `${id}`,
  inventory_quantity: id % 2,
  inventory_policy: 1,
}));
const json = JSON.stringify(rows);
const xml = `<Products>${rows.map((row) => `<Product><id>${row.id}</id><inventory_quantity>${row.inventory_quantity}</inventory_quantity><inventory_policy>1</inventory_policy></Product>`).join("")}</Products>`;

async function count(feed) {
  let [items, visible] = [0, 0];
  for await (const _ of filterFeed(feed)) items++;
  for await (const batch of scanFeed(feed)) for (const one of batch.visible) visible += one;
  const report = await checkFeed(feed);
  return [items, visible, report.hidden];
}

globalThis.outcome = (async () => [await count(json), await count(xml)])();
