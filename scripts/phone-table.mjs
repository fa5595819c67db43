// The text of src/contact/phone/regions.rs, made from libphonenumber's metadata, in an order and a form that compress well.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const metadata = createRequire(import.meta.url)("libphonenumber-js/metadata.min.json");

/** Positions in a country's metadata, as libphonenumber-js documents them in its `source/metadata.js`. */
const LENGTHS = 3;
const TRUNK_PREFIX = 5;
const TRUNK_RULE = 7;
const TRUNK_TRANSFORM = 8;

/** A length of 1 is `a`, 2 is `b`, …: letters end where digits or a rule begin. */
const letter = (length) => String.fromCharCode(96 + length);

/**
 * The regular expressions that are no plain list of prefixes, translated by hand into the language of
 * `src/contact/phone/trunk_prefix.rs`. Codes that choose a carrier for one call are left out: nobody writes them into a form.
 * The start of the expression is the key, so that a change in the metadata is noticed here.
 */
const TRANSLATED = {
  // Argentina: "0 area 15 subscriber" is a mobile phone, which is written "9 area subscriber" abroad.
  AR: ["0?(?:(11|2(?:2", "m01115=911|m0...15=9|m0....15=9|l1115=911|l...15=9|l....15=9|0"],
  AU: ["(183[12])|0", "0"],
  BO: ["0(1\\d)?", "0"],
  // Brazil: "0 carrier area subscriber".
  BR: ["(?:0|90)(?:(1[245]", "n0__|m0__|o90__|n90__|90|0"],
  BY: ["0|80?", "0|80|8"],
  CN: ["(1(?:[12]\\d|79)\\d\\d)|0", "0"],
  CO: ["0([3579]|4(?:[14]4|56))?", "0"],
  CR: ["(19(?:0[0-2468]", ""],
  FO: ["(10(?:01|[12]0|88))", ""],
  // Gabon: numbers of eight digits that begin with 0 exist; only a ninth is a trunk prefix.
  GA: ["0(11\\d{6}|60\\d{6}", "i0"],
  JP: ["(000[2569]\\d{4,6})$|(?:(?:003768)0?)|0", "0"],
  KR: ["0(8(?:[1-46-8]|5\\d\\d))?", "0"],
  LI: ["(1001)|0", "0"],
  LT: ["[08]", "0|8"],
  LU: ["(15(?:0[06]", ""],
};

/** `([59]\d{7})$|0` with `8$1`: local numbers of one length, which lack their area code. */
function local(rule, transform) {
  const [, first, more, rest = ""] = /^\((?:\[([\d-]+)\]|\d)\\d\{(\d)\}\)\$(?:\|(.*))?$/.exec(rule) ?? [];
  if (!more || !/^\d+\$1$/.test(transform)) return undefined;
  const length = letter(Number(more) + 1);
  const put = transform.slice(0, -2);
  // The first digit only matters where whole numbers of that length exist too.
  const starts = first?.length === 2 ? [...first] : [""];
  return [...starts.map((digit) => `${length}${digit}=${put}${digit}`), ...(rest ? [rest] : [])].join("|");
}

function trunk(region, rule, transform) {
  if (/^[\d|]*$/.test(rule) && !transform) return rule;
  const [start, translation] = TRANSLATED[region] ?? [];
  if (start && rule.startsWith(start)) return translation;
  const translated = local(rule, transform);
  if (translated === undefined)
    throw new Error(`${region}: translate the trunk prefix rule ${rule} => ${transform}`);
  return translated;
}

function line(region) {
  const country = metadata.countries[region];
  const lengths = country[LENGTHS].map(letter).join("");
  const rule = trunk(region, country[TRUNK_RULE] || country[TRUNK_PREFIX] || "", country[TRUNK_TRANSFORM]);
  return `${lengths} ${rule}`;
}

/** The whole file, as text. */
export function render() {
  const codes = Object.entries(metadata.country_calling_codes).sort(([a], [b]) => a - b);
  const all = codes.flatMap(([code, regions]) => regions.map((region) => ({ code, region })));
  const lines = (of) => all.map(of).join("\n");
  return `//! Generated from libphonenumber's metadata by \`npm run generate\`; do not edit.
//!
//! All regions, by their country calling codes, the main one of a shared code first; in columns, which compress well.

/// ISO codes, one behind the other.
pub(super) const NAMES: &str = "${all.map(({ region }) => region).join("")}";

/// Country calling codes, a line each.
pub(super) const CALLING_CODES: &str = "${lines(({ code }) => code)}";

/// The possible lengths of a national number (\`a\` is 1), then a space and the trunk prefix rule, a line each.
pub(super) const NUMBERS: &str = "${lines(({ region }) => line(region))}";
`;
}

export const path = fileURLToPath(new URL("../src/contact/phone/regions.rs", import.meta.url));
