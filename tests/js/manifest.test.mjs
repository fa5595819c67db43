import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ProductBlockElement } from "back-in-stock/block";
import { NotifyMeElement } from "back-in-stock/element";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { customElements } = JSON.parse(read("package.json"));
const { schemaVersion, modules } = JSON.parse(read(customElements));
const declarations = modules.flatMap((module) => module.declarations);
const find = (tag) => declarations.find(({ tagName }) => tagName === tag);
const names = (list) => list.map(({ name }) => name).sort();
const classes = { "notify-me": NotifyMeElement, "product-block": ProductBlockElement };
/** The names of events in the declarations that TypeScript wrote. */
const events = (path) => [...new Set(read(path).match(/"(notify-me|product-block)-[\w]+"/g))].sort();

test("is of the schema that tools read, and names modules that are there", () => {
  assert.equal(schemaVersion, "1.0.0");
  for (const { kind, path, exports } of modules) {
    assert.equal(kind, "javascript-module");
    assert.ok(read(path).length > 0);
    for (const { declaration } of exports) {
      assert.ok(
        modules
          .find((one) => one.path === declaration.module)
          ?.declarations.some(({ name }) => name === declaration.name),
      );
    }
  }
});

for (const [tag, element] of Object.entries(classes)) {
  test(`<${tag}>: attributes, and members that the class has`, () => {
    const { attributes, members, description } = find(tag);
    assert.ok(description.length > 40 && !description.includes("*"));
    // The language is every element's.
    assert.deepEqual(
      names(attributes),
      [...element.observedAttributes].filter((one) => one !== "lang").sort(),
    );
    for (const member of members)
      assert.ok(member.name in (member.static ? element : element.prototype), member.name);
    for (const { name, type, description } of attributes) assert.ok(type?.text && description, name);
    const documented = members.filter(({ kind }) => kind === "method");
    for (const { name, description } of documented) assert.ok(description, name);
    const own = Object.getOwnPropertyNames(element.prototype).filter(
      (one) => !/Callback$|^constructor$/.test(one),
    );
    for (const one of own)
      assert.ok(
        members.some((member) => member.name === one),
        one,
      );
  });
}

test("events are those of the declarations", () => {
  const quoted = (tag) => names(find(tag).events).map((name) => `"${name}"`);
  assert.deepEqual(quoted("notify-me"), events("dist/types/elements/notify-me/types.d.ts"));
  assert.deepEqual(quoted("product-block"), events("dist/types/elements/product-block/element.d.ts"));
});
