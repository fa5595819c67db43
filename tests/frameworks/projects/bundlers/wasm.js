import { init } from "back-in-stock";
import url from "back-in-stock/core.wasm";

await init(new URL(url, import.meta.url));
