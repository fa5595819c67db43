// Compares docs/emulator.md with the emulator.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ann, createEmulator, findings, paths, post, start } from "./helpers.mjs";

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
const docs = await read("docs/emulator.md");

/** The names that match in a source text, sorted. */
const names = (text, pattern) => [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name))].sort();

test("the docs list exactly the pages and commands below /emulator/", async (t) => {
  const documented = Array.from(
    docs.matchAll(/`(GET|POST|PATCH|PUT) \/emulator\/(\w+)`/g),
    ([, method, name]) => ({
      method,
      name,
    }),
  );
  const emulator = await start(t);
  await post(emulator, paths.client, ann);
  for (const { method, name } of documented) {
    const body = method === "GET" ? undefined : "{}";
    const stop = new AbortController();
    const response = await fetch(`${emulator.url}/emulator/${name}`, { method, body, signal: stop.signal });
    assert.ok(![404, 405].includes(response.status), `${method} ${name}: ${response.status}`);
    stop.abort();
    await response.text().catch(() => {});
  }
  const source = (await read("emulator/admin/router.ts")) + (await read("emulator/admin/commands.ts"));
  const known = names(source, /^ {2,4}\[?"(\w+)",(?: |\n {4}\{)/gm);
  assert.ok(known.includes("state") && known.includes("clock"), known.join());
  assert.deepEqual(
    known.filter((name) => !documented.some((one) => one.name === name)),
    [],
  );
  assert.ok(documented.length >= 18, `${documented.length}`);
});

test("every finding, fault, option and error code is documented", async () => {
  for (const code of Object.keys(findings)) assert.ok(docs.includes(`\`${code}\``), code);
  const faults = await read("emulator/faults.ts");
  for (const kind of names(faults, /readonly kind: "(\w+)"/g))
    assert.ok(docs.includes(`kind: "${kind}"`), kind);
  const options = await read("emulator/options.ts");
  const [, list] = /const optionNames: Record<keyof EmulatorOptions, true> = \{([^}]*)\}/.exec(options);
  for (const name of names(list, /(\w+): true/g)) assert.ok(docs.includes(`\`${name}\``), name);
  const errors = await read("emulator/errors.ts");
  for (const code of names(errors, /\| "(\w+)"/g)) assert.ok(docs.includes(`\`${code}\``), code);
});

test("the example in code does what it says", async (t) => {
  const rows = [{ id: "SKU-1", title: "Shirt", inventory_quantity: 0 }];
  const emulator = await createEmulator({ feed: rows });
  t.after(() => emulator.close());
  await post(emulator, paths.client, ann);
  emulator.configure({ customersPerUnit: 5 });
  emulator.stock("SKU-1", 20);
  await emulator.advance("6h");
  const [message] = emulator.state().messages;
  const { to, channel, status, subject } = message;
  const shown = `{ to: "${to}", channel: "${channel}", status: "${status}", subject: "${subject}", … }`;
  assert.ok(docs.includes(shown), shown);
});
