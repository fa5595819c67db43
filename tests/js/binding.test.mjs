// The declarations of a module name the Rust file of each export.
import assert from "node:assert/strict";
import { test } from "node:test";
import { declarationOf } from "../../scripts/lib/binding.mjs";

const declared = `
export class Reader {
}

export function normalizeEmail(text: string): string;

export function send(call: Call): Promise<void>;
`;
const sources = {
  "src/wasm/read.rs": "impl Reader {\n    pub fn send(&self) {}\n}\nfn normalize_email() {}\n",
  "src/wasm/send.rs": "#[wasm_bindgen]\npub struct Reader;\n\n#[wasm_bindgen]\npub async fn send() {}\n",
  "src/wasm/subscribe.rs": "#[wasm_bindgen(js_name = normalizeEmail)]\npub fn normalize() {}\n",
};

test("each export is listed with its file", () => {
  const text = declarationOf(declared, sources);
  assert.ok(text.includes("\n//     src/wasm/send.rs  Reader, send\n"), text);
  assert.ok(text.includes("\n//     src/wasm/subscribe.rs  normalizeEmail\n"), text);
  assert.ok(!text.includes("read.rs"), text);
  assert.ok(text.includes(declared));
});

test("an export without a definition, or with two, is an error", () => {
  const { "src/wasm/send.rs": _, ...fewer } = sources;
  assert.throws(() => declarationOf(declared, fewer), /Reader is defined in no Rust file/);
  const more = { ...sources, "src/wasm/feed.rs": "#[wasm_bindgen]\npub fn send() {}\n" };
  assert.throws(
    () => declarationOf(declared, more),
    /send is defined in src.wasm.send.rs and src.wasm.feed.rs/,
  );
});
