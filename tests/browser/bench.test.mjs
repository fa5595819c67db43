import { test } from "node:test";
import { benchBeside } from "../package/bench-beside.mjs";
import { engines } from "./driver.mjs";

// The bench itself knows no other browser.
for (const engine of engines.filter((name) => name === "chromium"))
  test(`${engine}: the package is measured beside itself`, (t) => benchBeside(t, engine));
