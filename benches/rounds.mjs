/**
 * Samples of all contenders, in an order that is shuffled anew in each round: what disturbs the machine for a while meets
 * all of them.
 *
 * @param {string[]} names
 * @param {(name: string) => Promise<number>} sample
 * @param {number} rounds
 * @returns {Promise<Record<string, number[]>>}
 */
export async function measured(names, sample, rounds) {
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffled(names)) samples[name].push(await sample(name));
  }
  return samples;
}

function shuffled(names) {
  const left = [...names];
  return names.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

/** The middle one; of two, what is halfway. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/**
 * What two medians say of a target.
 *
 * @param {{faster: number} | {time: number} | undefined} target
 * @returns {{ratio: number, target?: string, reached?: boolean}} `ratio` is of the kind that the target has
 */
export function judge(ours, theirs, target) {
  if (target?.time !== undefined) {
    const ratio = ours / theirs;
    return { ratio, target: `≤ ${target.time} × the time`, reached: ratio <= target.time };
  }
  const ratio = theirs / ours;
  if (!target) return { ratio };
  return { ratio, target: `≥ ${target.faster} × as fast`, reached: ratio >= target.faster };
}
