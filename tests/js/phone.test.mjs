// Phone numbers against libphonenumber: the same are understood as the same, and as far as lengths go, the same refused.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import { init, normalizePhoneNumber } from "back-in-stock";
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString as parse,
} from "libphonenumber-js/min";
import { random } from "./helpers.mjs";

// Node 20 imports JSON by an attribute that it still calls experimental.
const examples = createRequire(import.meta.url)("libphonenumber-js/mobile/examples");
const regions = getCountries();

before(() => init());

/** What we make of a number: E.164, or the message of the refusal. */
function ours(text, country) {
  try {
    return normalizePhoneNumber(text, { country });
  } catch (error) {
    assert.equal(error.code, "invalid_phone_number", `${text} ${country}`);
    return error.message;
  }
}

const inScript = (text, zero) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(zero.charCodeAt(0) + Number(digit)));

/** A number as people write it, by the name of the way. */
function written(number) {
  const national = number.formatNational();
  const international = number.formatInternational();
  const digits = national.replace(/\D/g, "");
  return {
    nationally: national,
    "nationally, nothing but digits": digits,
    "nationally, with dots": national.replace(/[\s()-]+/g, "."),
    "in Arabic-Indic digits": inScript(national, "٠"),
    internationally: international,
    "with dashes": international.replaceAll(" ", "-"),
    "in brackets": international.replace(/^(\+\d+)/, "($1)"),
    "in E.164": number.number,
    "with 00": international.replace("+", "00 "),
    "in full-width digits": inScript(international, "０").replace("+", "＋"),
    "in RFC 3966": number.format("RFC3966").slice("tel:".length),
    ...(digits === `0${number.nationalNumber}` && {
      "with (0)": `+${number.countryCallingCode} (0)${number.nationalNumber}`,
      "with (0) and no spaces": `00${number.countryCallingCode}(0)${number.nationalNumber}`,
    }),
  };
}

test("every region's example, in every way of writing", () => {
  const ways = new Map();
  for (const region of regions) {
    const number = getExampleNumber(region, examples);
    for (const [way, text] of Object.entries(written(number))) {
      assert.equal(ours(text, region), number.number, `${region} ${way}: ${text}`);
      ways.set(way, (ways.get(way) ?? 0) + 1);
    }
  }
  assert.equal(regions.length, 245);
  assert.equal(ways.get("nationally"), 245);
  assert.ok(ways.get("with (0)") >= 100, `${ways.get("with (0)")}`);
});

test("an international number is the same in any country", () => {
  for (const region of regions) {
    const { number } = getExampleNumber(region, examples);
    for (const country of [undefined, "US", "DE", "IT", "AR", "GA"])
      assert.equal(ours(number, country), number);
  }
});

test("every decimal digit of the basic plane", () => {
  const digits = [];
  for (let code = 0; code < 0x10000; code++) {
    if (/\p{Nd}/u.test(String.fromCharCode(code))) digits.push(String.fromCharCode(code));
  }
  // They come in runs of ten, from 0 to 9.
  assert.ok(digits.length >= 370 && digits.length % 10 === 0);
  for (let at = 0; at < digits.length; at += 10) {
    const zero = digits[at];
    assert.equal(digits[at + 9].charCodeAt(0) - zero.charCodeAt(0), 9);
    assert.equal(
      ours(inScript("+1 234 567 8901", zero)),
      "+12345678901",
      `U+${zero.charCodeAt(0).toString(16)}`,
    );
    assert.equal(ours(`${inScript("00", zero)}12345678901`), "+12345678901");
  }
});

/** Valid numbers of a region: its example with some digits changed, one more or one less; always the same ones. */
function* variations(region, next, wanted) {
  const example = getExampleNumber(region, examples);
  const pick = (count) => Math.floor(next() * count);
  for (let tries = 0; tries < 3000 && wanted > 0; tries++) {
    const digits = [...example.nationalNumber];
    for (let changes = 1 + pick(digits.length); changes > 0; changes--)
      digits[pick(digits.length)] = pick(10);
    const length = pick(7);
    if (length === 0) digits.pop();
    if (length === 1) digits.push(pick(10));
    const national = digits.join("");
    const number = parse(`+${example.countryCallingCode}${national}`);
    if (!number?.isValid() || number.country !== region || number.nationalNumber !== national) continue;
    wanted--;
    yield number;
  }
}

/**
 * Where a valid number is read as another one: the trunk prefix is found by its digits and by lengths, not by a whole
 * numbering plan, and these plans use the same digits for both.
 */
const AMBIGUOUS = {
  BR: "90 is the prefix of a call that is paid for by who is called; no area code begins with it",
  BY: "8 is the trunk prefix; numbers of 9 digits that begin with it are few",
  CI: "numbers that begin with 00 are read as international ones",
  GA: "numbers that begin with 00 are read as international ones",
  JP: "0 is the trunk prefix; free-phone numbers begin with it a second time",
  KR: "0 is the trunk prefix; numbers for data begin with it a second time",
};

test("valid numbers, varied: the same number, nationally and internationally", (t) => {
  const next = random(20_260_715);
  const odd = [];
  let count = 0;
  let beyond = 0;
  for (const region of regions) {
    for (const number of variations(region, next, 60)) {
      count++;
      const national = number.formatNational();
      // What libphonenumber itself does not read back, nobody can be expected to.
      const readable = parse(national, region)?.number === number.number;
      if (!readable) beyond++;
      const texts = readable ? [number.number, national] : [number.number];
      for (const text of texts) {
        const read = ours(text, region);
        if (read !== number.number) odd.push([region, text, number.number, read].join(" "));
      }
    }
  }
  t.diagnostic(`${count} numbers, ${odd.length} read otherwise, ${beyond} beyond libphonenumber itself`);
  for (const line of odd) t.diagnostic(line);
  assert.ok(count > 13_000, `${count}`);
  assert.deepEqual(
    odd.filter((line) => !Object.hasOwn(AMBIGUOUS, line.slice(0, 2))),
    [],
  );
  assert.ok(odd.length < count / 400, `${odd.length} of ${count}`);
});

/** Where lengths are judged differently on purpose: calling code, national length (any: all), who accepts, and why. */
const DELIBERATE = [
  [/^(43|49|98)$/, (_, total) => total < 7, "they", "a whole number with fewer than 7 digits is a slip"],
  [/^(49|62|81|82|234|598)$/, (_, total) => total > 15, "they", "E.164 ends at 15 digits"],
  [
    /^(7|370|375|993)$/,
    (digits) => digits.startsWith("8"),
    "they",
    "a trunk prefix is never part of a number",
  ],
  [
    "86",
    (digits) => /^1[1-7]/.test(digits),
    "they",
    "what begins like the code of a carrier may be another number",
  ],
  [/^(290|599)$/, () => true, "we", "regions of one calling code are not told apart"],
];

const reasonFor = (code, digits, who) =>
  DELIBERATE.find(
    ([codes, matches, side]) =>
      (codes instanceof RegExp ? codes.test(code) : codes === code) &&
      side === who &&
      matches(digits, code.length + digits.length),
  )?.[3];

test("accepts exactly the lengths that libphonenumber considers possible", (t) => {
  const next = random(15_005_550_006);
  const codes = [...new Set(regions.map((region) => getCountryCallingCode(region)))];
  const unexplained = [];
  const explained = new Map();
  let count = 0;
  for (const code of codes) {
    for (let length = 1; length <= 16; length++) {
      for (let round = 0; round < 12; round++) {
        let digits = String(1 + Math.floor(next() * 9));
        while (digits.length < length) digits += Math.floor(next() * 10);
        const text = `+${code}${digits}`;
        const theirs = parse(text)?.isPossible() ?? false;
        const read = ours(text);
        const accepted = read.startsWith("+");
        count++;
        if (accepted === theirs) continue;
        const reason = reasonFor(code, digits, accepted ? "we" : "they");
        if (reason) explained.set(reason, (explained.get(reason) ?? 0) + 1);
        else unexplained.push(`${text}: ${read}, they: ${theirs}`);
      }
    }
  }
  t.diagnostic(`${count} numbers of ${codes.length} calling codes`);
  for (const [reason, times] of explained) t.diagnostic(`${times} × ${reason}`);
  assert.deepEqual(unexplained, []);
  assert.deepEqual(
    DELIBERATE.map(([, , , reason]) => reason).filter((reason) => !explained.has(reason)),
    [],
    "reasons that nothing needs any more",
  );
});
