// Random numbers of 30 countries beside libphonenumber's full metadata, always the same ones.
// `PHONE_SEED=2 node --test tests/js/phone-differential.test.mjs` reads others.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { init, normalizePhoneNumber } from "back-in-stock";
import { getExampleNumber, parsePhoneNumberFromString as parse } from "libphonenumber-js/max";
import { random } from "./helpers.mjs";

// Node 20 imports JSON by an attribute that it still calls experimental.
const require = createRequire(import.meta.url);
const examples = require("libphonenumber-js/mobile/examples");
const metadata = require("libphonenumber-js/metadata.max.json").countries;

const COUNTRIES =
  "US CA GB IE FR DE AT CH IT ES PT NL BE SE NO DK FI PL HU RU TR AU NZ JP KR IN SG NG BR AR".split(" ");
const NUMBERS = 6000;
const seed = Number(process.env.PHONE_SEED ?? 1);

before(() => init());

/** What we make of a number: E.164, or undefined if it is refused, for a reason that matches. */
function ours(text, country, reason = /./) {
  try {
    return normalizePhoneNumber(text, { country });
  } catch (error) {
    assert.equal(error.code, "invalid_phone_number", `${text} ${country}`);
    assert.match(error.message, reason, `${text} ${country}`);
    return undefined;
  }
}

/** Numbers of a country: random digits, and its example with some digits changed, in four ways of writing. */
function* numbers(country, next) {
  const [code, , , lengths, , prefix] = metadata[country];
  const trunk = prefix || "";
  const example = getExampleNumber(country, examples).nationalNumber;
  const pick = (count) => Math.floor(next() * count);
  const digit = () => String(pick(10));
  const some = () => {
    const least = Math.max(1, lengths[0] - 2);
    return Array.from({ length: least + pick(lengths.at(-1) + 3 - least) }, digit);
  };
  const changed = () => {
    const digits = [...example];
    for (let changes = pick(4); changes > 0; changes--) digits[pick(digits.length)] = digit();
    const edit = pick(7);
    if (edit === 0) digits.splice(pick(digits.length), 1);
    if (edit === 1) digits.splice(pick(digits.length + 1), 0, digit());
    return digits;
  };
  for (let count = 0; count < NUMBERS; count++) {
    const national = (count % 2 ? some() : changed()).join("");
    const way = pick(8);
    if (way < 3) yield national;
    else if (way < 6) yield trunk + national;
    else yield `+${code}${way === 6 ? "" : trunk}${national}`;
  }
}

/**
 * Where we read or refuse a number on purpose that libphonenumber judges differently; docs/subscribe.md names each case. `same` is
 * whether a number is one of them.
 */
const OWN_CODE = "00 and the calling code of the own country is a number of that country";
const NAMED = {
  [OWN_CODE]: ({ text, own }) => text.startsWith("00") && own === parse(`+${text.slice(2)}`)?.number,
  "E.164 ends at 15 digits": ({ their, own }) => !own && their.number.length > 16,
  "a trunk prefix is never part of a number": ({ country, their, own }) => {
    const [code, , , , , trunk] = metadata[country];
    return !their.isValid() && own === their.number.replace(`+${code}${trunk}`, `+${code}`);
  },
  "a number that begins with its calling code is national if it can be, else international": ({
    text,
    country,
    their,
    own,
  }) => {
    const [code] = metadata[country];
    const international = parse(`+${text}`)?.number;
    return (
      text.startsWith(code) && (own === `+${code}${text}` || (own === international && !their.isValid()))
    );
  },
  "a number after 0 and a carrier's code, if it is a number with the code in it": ({ country, own }) =>
    ["BR", "KR"].includes(country) && own,
};

const nameOf = (facts) => Object.keys(NAMED).find((name) => NAMED[name](facts));

test("agrees with libphonenumber on impossible, valid and changed numbers", (t) => {
  const all = { impossible: 0, accepted: 0, valid: 0, refused: 0, other: 0 };
  const named = new Map();
  const unnamed = [];
  for (const country of COUNTRIES) {
    const counts = { impossible: 0, accepted: 0 };
    // A seed of its own: a change of one country leaves the others alone.
    const next = random(seed * 1000 + COUNTRIES.indexOf(country));
    for (const text of numbers(country, next)) {
      const their = parse(text, country);
      const own = ours(text, country);
      const possible = their?.isPossible() ?? false;
      if (!possible) counts.impossible++;
      if (!possible && own) counts.accepted++;
      if (!possible || (own === undefined && !their.isValid())) continue;
      if (their.isValid()) all.valid++;
      if (own === their.number) continue;
      const name = nameOf({ text, country, their, own });
      if (name) named.set(name, (named.get(name) ?? 0) + 1);
      else if (own === undefined) all.refused++;
      else all.other++;
      if (!name) unnamed.push(`${country} ${text}: ${own}, they: ${their.number}`);
    }
    const share = counts.accepted / counts.impossible;
    assert.ok(
      share <= 0.01,
      `${country}: ${counts.accepted} of ${counts.impossible} impossible ones accepted`,
    );
    all.impossible += counts.impossible;
    all.accepted += counts.accepted;
  }
  t.diagnostic(JSON.stringify(all));
  for (const [name, times] of named) t.diagnostic(`${times} × ${name}`);
  for (const line of unnamed) t.diagnostic(line);
  assert.ok(all.impossible > 50_000 && all.valid > 40_000, JSON.stringify(all));
  assert.ok(all.accepted <= all.impossible * 0.0005, `${all.accepted} impossible numbers accepted`);
  assert.ok(all.refused <= all.valid * 0.001, `${all.refused} valid numbers refused`);
  assert.equal(all.other, 0, "numbers read as others");
});

test("international prefixes: understood or refused, never another number", (t) => {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  let understood = 0;
  let refused = 0;
  for (const [country, prefixes] of Object.entries({
    US: ["011"],
    AU: ["0011"],
    JP: ["010"],
    RU: ["810"],
    BY: ["810"],
    BR: ["0014", "0015", "0021"],
    CO: ["005", "007", "009"],
    KR: ["001", "002", "00700"],
    SG: ["001", "002", "008", "018"],
    HK: ["001", "0059", "009"],
    TH: ["001", "007", "009"],
    NG: ["009"],
    IL: ["00", "012", "014"],
    FI: ["00", "990", "99511"],
    DE: ["00"],
  })) {
    for (let round = 0; round < 400; round++) {
      const { number } = getExampleNumber(pick(Object.keys(metadata)), examples);
      const text = `${pick(prefixes)} ${number.slice(1)}`;
      const own = ours(text, country, /ambiguous/);
      if (own) understood++;
      else refused++;
      // "005 7 912 345 6789" in Colombia: 00 and its own calling code, 57.
      const isOwn = NAMED[OWN_CODE]({ text: text.replace(" ", ""), own });
      assert.ok(own === undefined || own === number || isOwn, `${country} ${text}: ${own}`);
    }
  }
  t.diagnostic(`${understood} understood, ${refused} refused`);
  assert.ok(understood > 5000, `${understood} understood`);
});

test("a trunk prefix does not complete a number with a missing digit", () => {
  let count = 0;
  for (const [country, [code, , pattern, , , trunk]] of Object.entries(metadata)) {
    // Numbers that begin with 00 are dialled within their country only.
    const begins = /(?:^|[|(])0(?!0)/.test(pattern.replaceAll("?:", ""));
    if (trunk !== "0" || begins || country === "UY") continue;
    const { nationalNumber } = getExampleNumber(country, examples);
    for (let at = 1; at < nationalNumber.length; at++) {
      const own = ours(`0${nationalNumber.slice(0, at)}${nationalNumber.slice(at + 1)}`, country);
      assert.ok(!own?.startsWith(`+${code}0`), `${country}: ${own}`);
      count++;
    }
  }
  assert.ok(count > 800, `${count}`);
  for (const [text, country] of [
    ["061234567", "FR"],
    ["050123456", "SA"],
    ["8 912 345 67 8", "RU"],
    ["8 612 3456", "LT"],
  ])
    assert.throws(() => normalizePhoneNumber(text, { country }), /is too short/, `${country} ${text}`);
});

test("codes of carriers are understood or refused", () => {
  for (const [country, text, expected] of [
    ["CO", "03-321-123-4567", "+573211234567"],
    ["CO", "0 444 321 123 4567", "+573211234567"],
    ["BR", "0 15 11 96123-4567", "+5511961234567"],
    ["BR", "0 21 11 3123-4567", "+551131234567"],
    ["BR", "90 15 11 96123-4567", "+5511961234567"],
    ["KR", "082 2 1234 567", "+8221234567"],
    ["BO", "0 10 71234567", "+59171234567"],
    ["CN", "17951 138 0013 8000", "+8613800138000"],
    ["AR", "0 11 15 2345-6789", "+5491123456789"],
    ["US", "011 44 7911 123456", "+447911123456"],
    ["AU", "0011 44 7911 123456", "+447911123456"],
    ["JP", "010 44 7911 123456", "+447911123456"],
    ["RU", "8 10 44 7911 123456", "+447911123456"],
    ["RU", "8~10 44 7911 123456", "+447911123456"],
    ["BR", "00 55 11 96123-4567", "+5511961234567"],
    ["CO", "00 57 321 123 4567", "+573211234567"],
    ["CO", "005 44 7911 123456", "+447911123456"],
    ["SG", "65 9343 6864", "+6593436864"],
    ["IN", "918123456789", "+918123456789"],
    // After 009, a carrier, it is a number of the United States; after 00, one of India.
    ["TH", "009 1 415 555 2671", undefined],
    ["US", "00 44 7911 123456", undefined],
    ["SG", "0049 1511 2345678", undefined],
    ["BR", "0043 664 1234567", undefined],
    ["US", "0043 1 58858", undefined],
    ["US", "00 1 415 555 2671", "+14155552671"],
  ])
    assert.equal(ours(text, country), expected, `${country} ${text}`);
});
