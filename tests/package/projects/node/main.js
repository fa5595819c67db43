import { BackInStock, init, variantId } from "back-in-stock";

await init();
const shop = new BackInStock({ companyId: "ABC123", endpoint: process.argv[2] });
const outcome = await shop.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } });
console.log(JSON.stringify({ variant: variantId("SKU-1"), outcome }));
