/**
 * The regular expressions of libphonenumber's metadata, as far as a table needs to know them: how long the numbers are that
 * begin with some digits, and which prefixes a pattern matches. They consist of digits, sets, groups and counts.
 */
const DIGITS = "0123456789";

/** Parses a pattern into a tree of `{ set }`, `{ sequence }`, `{ choice }` and `{ repeat, from, to }`. */
export function parse(pattern) {
  let rest = pattern;
  const take = (expression) => {
    const match = expression.exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  const choice = () => {
    const options = [sequence()];
    while (take(/^\|/)) options.push(sequence());
    return { choice: options };
  };
  const sequence = () => {
    const parts = [];
    while (rest && !/^[|)]/.test(rest)) {
      const part = atom();
      const [count, least, most = least] = take(/^(?:\?|\{(\d+)(?:,(\d+))?\})/) ?? [];
      if (count === "?") parts.push({ repeat: part, from: 0, to: 1 });
      else if (count) parts.push({ repeat: part, from: Number(least), to: Number(most) });
      else parts.push(part);
    }
    return { sequence: parts };
  };
  const atom = () => {
    if (take(/^\((?:\?:)?/)) {
      const group = choice();
      if (!take(/^\)/)) throw new Error(`no end of the group: ${pattern}`);
      return group;
    }
    const [text] = take(/^(?:\d|\\d|\[[\d-]+\])/) ?? [];
    if (!text) throw new Error(`not a pattern of digits: ${pattern} at ${rest}`);
    return { set: [...DIGITS].filter((digit) => new RegExp(text).test(digit)) };
  };
  const tree = choice();
  if (rest) throw new Error(`not a pattern of digits: ${pattern} at ${rest}`);
  return tree;
}

const sumsOf = (some, others) => new Set([...some].flatMap((a) => [...others].map((b) => a + b)));

/** The lengths of all texts that a pattern matches. */
function lengths({ set, choice, sequence, repeat, from, to }) {
  if (set) return new Set([1]);
  if (choice) return new Set(choice.flatMap((option) => [...lengths(option)]));
  if (sequence) return sequence.map(lengths).reduce(sumsOf, new Set([0]));
  const once = lengths(repeat);
  const all = new Set();
  let times = new Set([0]);
  for (let count = 0; count <= to; count++, times = sumsOf(times, once))
    if (count >= from) for (const length of times) all.add(length);
  return all;
}

/** The patterns of what can follow a digit. */
function after(digit, { set, choice, sequence, repeat, from, to }) {
  if (set) return set.includes(digit) ? [{ sequence: [] }] : [];
  if (choice) return choice.flatMap((option) => after(digit, option));
  if (sequence) {
    // Parts that can be empty can be skipped.
    const end = sequence.findIndex((part) => !lengths(part).has(0));
    return sequence
      .slice(0, end < 0 ? undefined : end + 1)
      .flatMap((part, at) =>
        after(digit, part).map((rest) => ({ sequence: [rest, ...sequence.slice(at + 1)] })),
      );
  }
  if (to === 0) return [];
  const more = { repeat, from: Math.max(0, from - 1), to: to - 1 };
  return after(digit, repeat).map((rest) => ({ sequence: [rest, more] }));
}

/** The lengths of the numbers that match one of the patterns and begin with these digits. */
export function lengthsOf(patterns, start = "") {
  let trees = patterns;
  for (const digit of start) trees = trees.flatMap((tree) => after(digit, tree));
  const found = new Set(trees.flatMap((tree) => [...lengths(tree)]));
  return [...found].map((length) => length + start.length).sort((a, b) => a - b);
}

/** The prefixes that a pattern matches, shortest first: digits, and a count of further digits of any value. */
export function prefixes(tree) {
  return expand(tree)
    .map((text) => /^(\d+)(x*)$/.exec(text) ?? [])
    .filter(([text]) => text)
    .map(([, digits, any]) => ({ digits, more: any.length }))
    .sort((a, b) => a.digits.length + a.more - b.digits.length - b.more);
}

/** All texts that a pattern matches. An `x` is any digit. */
function expand({ set, choice, sequence, repeat, from, to }) {
  if (set) return set.length === DIGITS.length ? ["x"] : set;
  if (choice) return choice.flatMap(expand);
  const join = (some, others) => some.flatMap((a) => others.map((b) => a + b));
  if (sequence) return sequence.map(expand).reduce(join, [""]);
  const all = [];
  let times = [""];
  for (let count = 0; count <= to; count++, times = join(times, expand(repeat)))
    if (count >= from) all.push(...times);
  return all;
}
