// E-mail addresses against the field that the grammar is taken from: `<input type=email>` in real engines.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { init, normalizeEmail } from "back-in-stock";
import { addresses } from "../boundary/addresses.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

/** Runs in the page: what the field says of each text, and what it makes of it. */
function judge(texts) {
  const input = document.querySelector("input");
  return texts.map((text) => {
    input.value = text;
    return { valid: input.validity.valid && input.value !== "", value: input.value };
  });
}

/** What we make of a text: the address, or the message of the refusal. */
function ours(text) {
  try {
    return { value: normalizeEmail(text) };
  } catch (error) {
    assert.equal(error.code, "invalid_email", JSON.stringify(text));
    return { refused: error.message };
  }
}

/** What a keyboard or the clipboard adds; white space in its wide sense goes from both ends only. */
const invisible = /[\u200b-\u200d\u2060\ufeff\u00a0\u202f\r\n]/g;
const visible = (text) => text.replace(invisible, "").trim();

/** The rule by which a difference is meant, if it is one. */
function rule(text, field, own) {
  if (own.refused === undefined) {
    // The field keeps what we drop, and Firefox accepts it in a domain; of the rest it must say the same.
    return visible(text) !== field.value && own.value === visible(text) ? "invisible" : undefined;
  }
  if (!field.valid) return undefined;
  const domain = field.value.slice(field.value.lastIndexOf("@") + 1);
  if (!domain.includes(".")) return own.refused.includes("dot") ? "dot" : undefined;
  const last = domain.slice(domain.lastIndexOf(".") + 1);
  return /^\d+$/.test(last) && own.refused.includes("number") ? "numeric" : undefined;
}

for (const engine of engines) {
  describe(`e-mail addresses in ${engine}`, { timeout: 120_000 }, () => {
    let browser;
    let site;
    before(async () => {
      await init();
      site = await serve({ "/": '<!doctype html><title>Field</title><input type="email">' });
      browser = await open(engine);
      await browser.goto(`${site.url}/`);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    test("the same are valid, and mean the same", async (t) => {
      const fields = await browser.run(judge, addresses);
      const used = { dot: 0, numeric: 0, invisible: 0 };
      const counts = { valid: 0, invalid: 0 };
      const odd = [];
      for (const [index, text] of addresses.entries()) {
        const field = fields[index];
        const own = ours(text);
        counts[field.valid ? "valid" : "invalid"]++;
        const same = field.valid ? own.value === field.value : own.refused !== undefined;
        if (same) continue;
        const why = rule(text, field, own);
        if (why) used[why]++;
        else odd.push({ text, field, own });
      }
      t.diagnostic(`${JSON.stringify(counts)}, differences that are meant: ${JSON.stringify(used)}`);
      assert.deepEqual(odd, []);
      assert.ok(counts.valid > 80 && counts.invalid > 80, JSON.stringify(counts));
      for (const [why, times] of Object.entries(used)) assert.ok(times > 0, `${why} was not met`);
    });

    test("what is dropped leaves what the field accepts", async () => {
      const texts = addresses.filter((text) => visible(text) !== text);
      const fields = await browser.run(judge, texts.map(visible));
      for (const [index, text] of texts.entries()) {
        const own = ours(text);
        if (own.refused !== undefined) continue;
        assert.deepEqual(fields[index], { valid: true, value: own.value }, JSON.stringify(text));
      }
    });
  });
}
