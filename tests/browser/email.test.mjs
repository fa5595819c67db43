// Email addresses against the field that the grammar is taken from: `<input type=email>` in real engines.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { init, normalizeEmail } from "back-in-stock";
import { addresses } from "../boundary/addresses.mjs";
import { random } from "../random.mjs";
import { engines, open } from "./driver.mjs";
import { serve } from "./static-server.mjs";

/** Runs in the page: returns the field's validity and value for each text. */
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

/** What a keyboard or the clipboard adds: characters that are invisible by definition, no-break spaces, line breaks. */
const added = /[\p{Default_Ignorable_Code_Point}\u00a0\u2007\u202f\r\n]/gu;
/** Full-width forms, as NFKC folds them; the ideographic full stops are dots of domain names. */
const wide = /[\uff01-\uff5e\u3000]/g;
const visible = (text) =>
  text
    .replace(added, "")
    .replace(wide, (character) => character.normalize("NFKC"))
    .replace(/[\u3002\uff61]/g, ".")
    .trim();

/** Runs in the page: returns the field's validity for each address, with its domain converted to ASCII by `URL`. */
function judgeAscii(texts) {
  const input = document.querySelector("input");
  return texts.map((text) => {
    const at = text.lastIndexOf("@") + 1;
    const domain = text.slice(at);
    let address = text;
    if (at && /[^\0-\x7f]/.test(domain) && !/[\0-\x2c/:-@[-`{-\x7f]/.test(domain)) {
      try {
        address = text.slice(0, at) + new URL(`http://${domain}`).hostname;
      } catch {}
    }
    input.value = address;
    return { valid: input.validity.valid && input.value !== "", value: input.value, address };
  });
}

const PIECES = [
  "a",
  "B",
  "9",
  "x1",
  "co",
  ".",
  "..",
  "-",
  "_",
  "+",
  "'",
  '"',
  "@",
  "\uff20",
  " ",
  "\t",
  "\n",
  "\0",
].concat(
  [
    "\u200b",
    "\u061c",
    "\u2068",
    "\u200e",
    "\ufe0d",
    "\u3164",
    "\u034f",
    "\u00ad",
    "\u{e0020}",
    "\u00a0",
    "\u2007",
  ],
  ["\u3000", "\uff41", "\uff19", "\uff0e", "\u3002", "\uff0b", "\uff0d", "\uff3f", "\uff1c", "\uff05"],
  ["ü", "ß", "例", "é", "e\u0301", "ı", "\u212a", "ſ", "²", "½", "ﬁ", "😀", "ـ", "א", "\ufffd", "\u2028"],
  ["xn--", "%", "/", "?", "#", ":", "[", "]", ",", ";", "<", "\\", "123", "0x1", "gmail.com"],
);

/** Addresses of such pieces: most have an @ and a dot, or few would be valid. */
function nasty(count, seed) {
  const next = random(seed);
  const pick = (limit) => Math.floor(next() * limit);
  const part = (most, pieces) =>
    Array.from({ length: 1 + pick(most) }, () => pieces[pick(pieces.length)]).join("");
  return Array.from({ length: count }, () => {
    const easy = PIECES.slice(0, 5);
    const piece = () => part(3, pick(2) ? PIECES : easy);
    const at = pick(6) ? "@" : "\uff20";
    return pick(5) ? `${piece()}${at}${piece()}.${pick(2) ? piece() : "com"}` : part(8, PIECES);
  });
}

/** The rule that explains an intended difference, if any. */
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

/**
 * Where Firefox or WebKit differ from Chromium, which we follow: they accept other characters in a domain, and Firefox
 * refuses a label that begins with xn-- and cannot be decoded.
 */
const isOtherScript = (engine, field, own) =>
  engine !== "chromium" &&
  (own.refused === undefined ? /[@.]xn--/i.test(own.value) : /[^\0-\x7f]/.test(field.value));

for (const engine of engines) {
  describe(`email addresses in ${engine}`, { timeout: 120_000 }, () => {
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

    test("the rest of an address without its dropped characters is accepted by the field", async () => {
      const texts = addresses.filter((text) => visible(text) !== text);
      const fields = await browser.run(judge, texts.map(visible));
      for (const [index, text] of texts.entries()) {
        const own = ours(text);
        if (own.refused !== undefined) continue;
        assert.deepEqual(fields[index], { valid: true, value: own.value }, JSON.stringify(text));
      }
    });

    test("random addresses of a nasty alphabet", async (t) => {
      const texts = nasty(6000, Number(process.env.EMAIL_SEED ?? 1));
      const fields = await browser.run(judgeAscii, texts.map(visible));
      const odd = [];
      const counts = { valid: 0, invalid: 0, dot: 0, numeric: 0, script: 0, platform: 0 };
      for (const [index, text] of texts.entries()) {
        const field = fields[index];
        const own = ours(text);
        counts[field.valid ? "valid" : "invalid"]++;
        if (field.valid ? own.value === field.value : own.refused !== undefined) continue;
        // Node's URL parser checks texts in two directions less strictly than some engines do.
        const isPlatform = own.value !== undefined && /[^\0-\x7f]/.test(field.address);
        const why = isPlatform
          ? "platform"
          : (rule(visible(text), field, own) ?? (isOtherScript(engine, field, own) ? "script" : undefined));
        if (why) counts[why]++;
        else odd.push({ text: JSON.stringify(text), field, own });
      }
      t.diagnostic(JSON.stringify(counts));
      assert.deepEqual(odd, []);
      assert.ok(counts.platform < 30, JSON.stringify(counts));
      assert.ok(counts.valid > 1000 && counts.invalid > 1000, JSON.stringify(counts));
    });
  });
}
