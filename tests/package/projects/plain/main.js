import { BackInStock } from "./node_modules/back-in-stock/dist/browser/web.js";

const endpoint = new URLSearchParams(location.search).get("emulator");
const shop = new BackInStock({ companyId: "ABC123", endpoint });
globalThis.outcome = shop.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } });
