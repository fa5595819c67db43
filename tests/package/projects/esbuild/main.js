import { BackInStock, init } from "back-in-stock";
import url from "back-in-stock/core.wasm";

const endpoint = new URLSearchParams(location.search).get("emulator");
const shop = new BackInStock({ companyId: "ABC123", endpoint });
init(url);
globalThis.outcome = shop.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } });
