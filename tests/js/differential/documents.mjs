// JSON documents that are nearly feeds: generated ones, and mutants of them.

/** What rows are made of. Names and values are JSON; the names of inventory come often. */
const NAMES = [
  ...['"id"', '"title"', '"a"', '"b"', '"rows"', '""', '"__proto__"', '"constructor"', '"é"', '"\\u00e9"'],
  ...['"$inventory_quantity"', '"inventory_quantity"', '"\\u0024inventory_quantity"', '"$inventory_policy"'],
  ...['"inventory_policy"', '"inventory\\u005fpolicy"', '"$inventory_quantity"', '"inventory_policy"'],
  ...['"a name of more than thirty-two bytes"', '"😀"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\"\\\\\\/"'],
];
const NUMBERS = [
  ...[
    "0",
    "-0",
    "1",
    "2",
    "-1",
    "3",
    "0.5",
    "1.0",
    "10e-1",
    "1e999",
    "-1e999",
    "1e-400",
    "2.5",
    "0e0",
    "1E+2",
  ],
  ...[
    "9007199254740993",
    "12345678901234567890",
    "0.1000000000000000055511151231257827",
    "1.0000000000000002",
  ],
  ...["5e-324", "1.7976931348623159e308", "-0.0", "100", "00", "1.", "-", "1e", "+1", ".5", "0x1"],
];
const STRINGS = [
  ...[
    '""',
    '"0"',
    '" 1 "',
    '"1"',
    '"10+"',
    '"deny"',
    '"DENY"',
    '"Continue"',
    '"continue "',
    '"2"',
    '"-3"',
    '"\\u0030"',
  ],
  ...[
    '"\\t0\\n"',
    '"1e-400"',
    '".5"',
    '"5."',
    '"+0"',
    '"0x0"',
    '"Infinity"',
    '"NaN"',
    '"\\u00a00"',
    '"\\ud800"',
    '"0\\udc00"',
  ],
  ...[
    '"\\ud83d\\ude00"',
    '"a text of more than sixteen bytes, é"',
    '"é😀\u2028"',
    '"\u{7f}\u{80}\u{7ff}\u{ffff}"',
  ],
  ...[
    '"quoted \\"text\\", and }],{[ in it"',
    '"\\\\"',
    '"\\b\\f\\n\\r\\t\\/"',
    '"12345678901234567890"',
    '"0123456789abcde\\n"',
  ],
];
const OTHERS = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  "[1,[2,{}]]",
  '{"id":0,"$inventory_quantity":0}',
  '[{"a":[null]}]',
];
const SPACES = ["", "", "", "", " ", "\n", "\r\n\t", "  ", " ".repeat(40)];
const TOKENS = [
  ...[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    '"',
    "\\",
    "null",
    "true",
    "false",
    "nul",
    "undefined",
    "NaN",
    "//",
    "/**/",
    "'",
  ],
  ...[
    "\\u",
    "\\ud800",
    "\\x",
    "\u{feff}",
    "\0",
    "\u{1}",
    "\u{1f}",
    "\u{7f}",
    "\u{a0}",
    "\u{2028}",
    "é",
    "😀",
    "-",
    "e",
    ".",
    "0",
  ],
  ...['"rows":', '{"rows":[', "},{", '":"', "[]", "{}", ",,", "\\", "\n"],
];
/** Invalid UTF-8, and similar valid text. */
const BYTES = [
  ...[[0x80], [0xc0, 0x80], [0xc2], [0xdf, 0xbf], [0xe0, 0x80, 0x80], [0xe0, 0xa0, 0x80], [0xed, 0x9f, 0xbf]],
  ...[
    [0xed, 0xa0, 0x80],
    [0xef, 0xbb, 0xbf],
    [0xef, 0xbf],
    [0xf0, 0x8f, 0xbf, 0xbf],
    [0xf0, 0x90, 0x80, 0x80],
  ],
  ...[[0xf4, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5], [0xfe], [0xff, 0xfe], [0xf1, 0x80, 0x80]],
];

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * One document after another, as bytes; most are short. `random` gives numbers from 0 to 1; `lines`: JSON lines instead
 * of arrays.
 */
export function* documents(random, lines = false) {
  const number = (below) => Math.floor(random() * below);
  const pick = (list) => list[number(list.length)];
  const some = (most, make) => Array.from({ length: number(most + 1) }, make);

  const value = () => pick([NUMBERS, STRINGS, STRINGS, OTHERS].at(number(4)));
  const wellFormed = () => {
    const text = value();
    return /^(00|1\.|-|1e|\+1|\.5|0x1)$/.test(text) ? "1" : text;
  };
  const member = () => ({ name: pick(NAMES), value: wellFormed(), space: some(3, () => pick(SPACES)) });
  const textOf = (row) =>
    `{${row.map(({ name, value, space: [a = "", b = "", c = ""] }) => `${a}${name}${b}:${c}${value}${a}`).join(",")}}`;
  /** Rows of a few patterns, as a feed's are, each a little different. */
  const texts = () => {
    const patterns = Array.from({ length: 2 }, () => some(5, member));
    return some(5, () => {
      const row = pick(patterns).map((member) => ({ ...member }));
      if (row.length === 0) return "{}";
      const at = number(row.length);
      if (random() < 0.5) row[at].value = wellFormed();
      if (random() < 0.2) row.splice(at, 1);
      if (random() < 0.2) row.push(member());
      if (random() < 0.2) row.reverse();
      if (random() < 0.2 && row[at]) row[at].space = some(3, () => pick(SPACES));
      return textOf(row);
    });
  };
  const rows = () => {
    const space = pick(SPACES);
    return `${space}[${space}${texts().join(`${space},`)}${space}]${space}`;
  };
  const inLines = () => {
    const end = pick(["\n", "\n", "\r\n", " \n\n\t"]);
    const rows = texts().map((text) => (random() < 0.1 ? text : text.replace(/[\r\n]/g, " ")));
    return pick(["", "", "\n", " "]) + rows.join(end) + pick(["", "\n", end]);
  };
  const nested = () => {
    const depth = pick([3, 510, 511, 512, 513, 600]);
    const [open, close] = pick([
      ["[", "]"],
      ['{"a":', "}"],
    ]);
    return `[{"a":${open.repeat(depth - 2)}1${close.repeat(depth - 2)}}]`;
  };
  const generated = () => {
    const kind = random();
    if (lines) return inLines();
    if (kind < 0.8) return rows();
    if (kind < 0.98) {
      const around = some(2, () => textOf([member()]).slice(1, -1));
      const others = around.filter((text) => random() < 0.1 || !/"rows"\s*:/.test(text));
      const members = [...others, `"rows":${rows()}`, `"z":${wellFormed()}`];
      return `{${(random() < 0.05 ? members.reverse() : members).join(",")}}`;
    }
    return kind < 0.981 ? nested() : wellFormed();
  };

  /** Changes a list in one place. */
  const edit = (list, add) => {
    const at = number(list.length + 1);
    const what = number(5);
    if (what === 0) list.splice(at, 1);
    else if (what === 1) list.splice(at, 0, ...add());
    else if (what === 2) list.splice(at, 1, ...add());
    else if (what === 3) list.length = at;
    else list.splice(at, 0, ...list.slice(number(at + 1), at));
  };
  const byTokens = (text) => {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[-+.\w]+|\s+|./gsu) ?? [];
    for (let edits = 1 + number(2); edits > 0; edits--)
      edit(tokens, () => [random() < 0.4 ? value() : pick(random() < 0.3 ? NAMES : TOKENS)]);
    return encoder.encode(tokens.join(""));
  };
  const byBytes = (text) => {
    const bytes = Array.from(encoder.encode(text));
    for (let edits = 1 + number(2); edits > 0; edits--) {
      edit(bytes, () => {
        const kind = random();
        if (kind < 0.3) return pick(BYTES);
        return kind < 0.6 ? encoder.encode(pick(TOKENS)) : [number(random() < 0.7 ? 128 : 256)];
      });
    }
    return Uint8Array.from(bytes);
  };

  for (;;) {
    const mark = random() < 0.03 ? "\u{feff}" : "";
    const text = mark + generated();
    const kind = random();
    if (kind < 0.3) yield encoder.encode(text);
    else if (kind < 0.6) yield byTokens(text);
    else if (kind < 0.93) yield byBytes(text);
    else
      yield encoder.encode(
        some(12, () => pick(random() < 0.6 ? TOKENS : pick([NAMES, NUMBERS, STRINGS]))).join(""),
      );
  }
}

/** For a message: the bytes as JavaScript would write them. */
export const shown = (bytes) => `${JSON.stringify(decoder.decode(bytes))} = [${bytes.slice(0, 400)}]`;
