// Which folder may import what.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Each file of a folder with the paths that it imports, types among them, from the root of the repository. */
const importsOf = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .flatMap((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(root, path), "utf8");
      return Array.from(text.matchAll(/(?:from |import |import\()"(\.[^"]+)"/g), ([, to]) => ({
        path,
        to: relative(root, join(root, dirname(path), to)),
      }));
    });

/** What users of the package can import, too: its functions, and the class of its errors. */
const PUBLIC = ["src/js/entry/subscribe.ts", "src/js/entry/filter.ts"];

/** What an element needs to know of the loader, which no user of the package does. */
const EXCEPTIONS = {
  // Whether the form will need a script instead of the module, before it loads either.
  "elements/notify-me/notify-me-form.ts": ["src/js/wasm/load.ts"],
  "elements/notify-me/diagnose.ts": ["src/js/wasm/load.ts"],
  // The form waits for the module as long as the client does.
  "elements/notify-me/form/form.ts": ["src/js/wasm/core.ts", "src/js/client-settings.ts"],
};

test("elements import only the public API and shared files", () => {
  const all = importsOf("elements").filter(({ to }) => to.startsWith("src/"));
  assert.ok(all.length > 30);
  const others = all.filter(
    ({ path, to }) =>
      !PUBLIC.includes(to) && !to.startsWith("src/js/shared/") && !EXCEPTIONS[path]?.includes(to),
  );
  assert.deepEqual(others, []);
});

test("each exception is in use", () => {
  const all = importsOf("elements");
  for (const [path, list] of Object.entries(EXCEPTIONS))
    for (const to of list)
      assert.ok(
        all.some((one) => one.path === path && one.to === to),
        `${path}: ${to}`,
      );
});

test("the package imports nothing of its users", () => {
  const all = importsOf("src/js");
  assert.ok(all.length > 50);
  assert.deepEqual(
    all.filter(({ to }) => !to.startsWith("src/js/")),
    [],
  );
});
