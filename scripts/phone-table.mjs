// Generates the text of src/contact/phone/regions.rs from libphonenumber's metadata.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { lengthsOf, parse, prefixes } from "./lib/number-pattern.mjs";

const metadata = createRequire(import.meta.url)("libphonenumber-js/metadata.max.json");

/** Positions in a country's metadata, as libphonenumber-js documents them in its `source/metadata.js`. */
const CALLING_CODE = 0;
const INTERNATIONAL_PREFIX = 1;
const PATTERN = 2;
const LENGTHS = 3;
const TRUNK_PREFIX = 5;
const TRUNK_RULE = 7;
const TRUNK_TRANSFORM = 8;
const TYPES = 11;

/**
 * Rules that are more than prefixes, translated by hand. Each has the start of its expression, so that a change in the
 * metadata is detected.
 */
const TRANSLATED = {
  // A mobile number is written "0 area 15 subscriber". Area codes have 2 to 4 digits; the only one with 2 digits is 11.
  AR: [
    "0?(?:(11|2(?:2",
    [
      ["11", 2],
      ["2", 3],
      ["3", 3],
      ["2", 4],
      ["3", 4],
    ]
      .map(([start, length]) => `marked_mobile("${start}", ${length})`)
      .concat('trunk("0", "")'),
  ],
  // Complete numbers also begin with 0. It is removed only from those with nine digits.
  GA: ["0(11\\d{6}|60\\d{6}", ['carrier("0", 0)']],
  // The other parts of the expression are toll-free numbers.
  JP: ["(000[2569]\\d{4,6})$|(?:(?:003768)0?)|0", ['trunk("0", "")', 'carrier("003768", 0)']],
};

const quoted = (text) => `"${text}"`;

/** The digits that can follow the trunk prefix in a number that itself begins with that prefix. */
function continuations(code, prefix) {
  // The main region of a shared calling code has the numbers of all its regions.
  const country = metadata.countries[metadata.country_calling_codes[code][0]];
  const types = (country[TYPES] || []).filter(Boolean).map(([pattern]) => parse(pattern));
  const patterns = types.length ? types : [parse(country[PATTERN])];
  return [..."0123456789"]
    .filter((digit) => `${prefix}${digit}` !== "00" && lengthsOf(patterns, prefix + digit).length)
    .join("");
}

/** Reads a rule such as `([59]\d{7})$` with `8$1`: local numbers of one length, without their area code. */
function local(rule, transform) {
  const [, first, more] = /^\((\[[\d-]+\]|\d)\\d\{(\d)\}\)\$$/.exec(rule) ?? [];
  if (!more || !/^\d+\$1$/.test(transform)) return undefined;
  const starts = [..."0123456789"].filter((digit) => new RegExp(first).test(digit)).join("");
  return `local("${starts}", ${Number(more) + 1}, "${transform.slice(0, -2)}")`;
}

/** The forms of a number within its country, as expressions in Rust. */
function domestic(region) {
  const country = metadata.countries[region];
  const rule = country[TRUNK_RULE] || country[TRUNK_PREFIX] || "";
  const transform = country[TRUNK_TRANSFORM];
  const [start, translation] = TRANSLATED[region] ?? [];
  if (start && rule.startsWith(start)) return translation;
  if (start) throw new Error(`${region}: translate the rule ${rule} => ${transform}`);
  // "(…)$" is a local number. The digits after a carrier code are not part of the prefix.
  const [, completed, rest = ""] = /^(\([^|]*\)\$)?\|?(.*)$/.exec(rule);
  const completion = completed && local(completed, transform);
  if (completed && !completion) throw new Error(`${region}: translate the rule ${rule} => ${transform}`);
  const found = rest ? prefixes(parse(rest.replace("(\\d{10,11})", ""))) : [];
  const isTrunk = (digits) => digits.length === 1 || digits === country[TRUNK_PREFIX];
  const forms = found.map(({ digits, more }) =>
    !more && isTrunk(digits)
      ? `trunk(${quoted(digits)}, ${quoted(continuations(country[CALLING_CODE], digits))})`
      : `carrier(${quoted(digits)}, ${more})`,
  );
  return completion ? [completion, ...forms] : forms;
}

/** The prefixes of a call to another country. */
function international(region) {
  const pattern = metadata.countries[region][INTERNATIONAL_PREFIX];
  return prefixes(parse(pattern)).map(({ digits, more }) => `prefix(${quoted(digits)}, ${more})`);
}

/** The possible lengths of national numbers. A complete number has a maximum of 15 digits (E.164); the shortest has 7. */
const possibleLengths = (code, country) =>
  country[LENGTHS].filter((length) => length + code.length >= 7 && length + code.length <= 15);

/** The possible lengths of a plan's numbers by their first digits, such as `("2579", 6..=15)`. */
function numbers(code, country, forms) {
  const trees = [parse(country[PATTERN])];
  const possible = possibleLengths(code, country);
  const isPossible = (length) => possible.includes(length);
  // With these leading digits and a length that no number has, it is another number after a prefix.
  const leadingDigits = [
    code,
    ...forms.flatMap((form) => /^(?:trunk|carrier)\("(\d+)"/.exec(form)?.[1] ?? []),
  ];
  const isPrefixed = (digit, length) =>
    leadingDigits.some(
      (lead) =>
        lead[0] === digit && isPossible(length - lead.length) && !lengthsOf(trees, lead).includes(length),
    );
  const digitsOf = new Map();
  for (const digit of "0123456789") {
    // Numbers that begin with 00 are dialled only within their country.
    const starts = digit === "0" ? [..."123456789"].map((next) => `0${next}`) : [digit];
    const lengths = [...new Set(starts.flatMap((start) => lengthsOf(trees, start)))]
      .filter((length) => isPossible(length) && !isPrefixed(digit, length))
      .sort((a, b) => a - b);
    for (const [first, last] of runs(lengths)) {
      const range = `${first}..=${last}`;
      digitsOf.set(range, (digitsOf.get(range) ?? "") + digit);
    }
  }
  return [...digitsOf].map(([range, digits]) => `(${quoted(digits)}, ${range})`).sort();
}

/** Groups sorted numbers into runs without gaps. */
function runs(sorted) {
  const found = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** The text of the whole file. */
export function render() {
  const codes = Object.entries(metadata.country_calling_codes).sort(([a], [b]) => a - b);
  const plan = (code, country, forms) => {
    const lengths = runs(possibleLengths(code, country)).map(([first, last]) => `${first}..=${last}`);
    const rows = numbers(code, country, forms).join(", ");
    return `    Plan { calling_code: ${code}, lengths: lengths(&[${lengths.join(", ")}]), numbers: by_first_digit(&[${rows}]) },`;
  };
  const plans = [
    // The main region of a shared code knows the numbers of all.
    ...codes.map(([code, [main]]) => plan(code, metadata.countries[main], domestic(main))),
    ...Object.entries(metadata.nonGeographic).map(([code, entity]) => plan(code, entity, [])),
  ];
  /** The dialling rules by their text. Regions share them: each is a static, named after its first region. */
  const habits = new Map();
  const regions = codes.flatMap(([code, names]) =>
    names.map((name) => {
      const [forms, prefixes] = [domestic(name), international(name)].map((list) => list.join(", "));
      const text = `Dialling { domestic: &[${forms}], international: &[${prefixes}] }`;
      if (!habits.has(text)) habits.set(text, name);
      return `    Region { iso: *b"${name}", calling_code: ${code}, dialling: &${habits.get(text)} },`;
    }),
  );
  const statics = [...habits].map(([text, name]) => `static ${name}: Dialling = ${text};`);
  return `//! Generated from libphonenumber's metadata by \`npm run generate\`; do not edit.
#![cfg_attr(rustfmt, rustfmt_skip)]

use super::{
    Region,
    forms::{Dialling, carrier, local, marked_mobile, prefix, trunk},
    plan::{Plan, by_first_digit, lengths},
};

/// The numbering plans by their calling codes: those of countries, then those of services in all countries.
pub(super) static PLANS: &[Plan] = &[
${plans.join("\n")}
];

/// All regions by their calling codes, the main one of a shared code first.
pub(super) static REGIONS: &[Region] = &[
${regions.join("\n")}
];

// How people dial: each is named after the first region that has it.
${statics.join("\n")}
`;
}

export const path = fileURLToPath(new URL("../src/contact/phone/regions.rs", import.meta.url));
