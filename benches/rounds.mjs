/**
 * Takes samples of all contenders in a new random order in each round, so that a temporary disturbance affects all of them.
 *
 * @param {string[]} names
 * @param {(name: string) => Promise<number>} sample
 * @param {number} rounds
 * @returns {Promise<Record<string, number[]>>}
 */
export async function takeSamples(names, sample, rounds) {
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

/** The median. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/**
 * Compares the ratio of two medians with a target.
 *
 * @param {{faster: number} | {time: number} | undefined} target
 * @returns {{ratio: number, target?: string, reached?: boolean}} `ratio` is of the kind that the target has
 */
export function compareWithTarget(ours, theirs, target) {
  if (target?.time !== undefined) {
    const ratio = ours / theirs;
    return { ratio, target: `≤ ${target.time} × the time`, reached: ratio <= target.time };
  }
  const ratio = theirs / ours;
  if (!target) return { ratio };
  return { ratio, target: `≥ ${target.faster} × as fast`, reached: ratio >= target.faster };
}

/**
 * Compares two versions with each other and with a peer. A ratio is the median of the ratios within each round, so that it
 * does not change if the machine gets slower from round to round.
 *
 * @param {{old: number[], new: number[], peer?: number[]}} samples in ms
 * @param {{speed: number} | {ms: number} | {time: number} | undefined} gate
 */
export function compareVersions(samples, gate) {
  const ratio = (over, under) => median(samples[over].map((ms, round) => ms / samples[under][round]));
  const medians = Object.fromEntries(Object.entries(samples).map(([name, ms]) => [name, median(ms)]));
  const compared = { ...medians, newToOld: ratio("new", "old") };
  if (samples.peer) {
    compared.oldToPeer = ratio("old", "peer");
    compared.newToPeer = ratio("new", "peer");
  }
  return { ...compared, ...verdict(compared, gate) };
}

function verdict({ new: ms, newToOld, newToPeer }, gate) {
  if (!gate) return {};
  if (gate.speed) return { target: `speed ≥ ${gate.speed}`, reached: 1 / newToOld >= gate.speed };
  if (gate.ms) return { target: `new < ${gate.ms * 1000} µs`, reached: ms < gate.ms };
  return { target: `new ≤ ${gate.time} × filter`, reached: newToPeer <= gate.time };
}

/**
 * The exit code of a run: rows that threw fail it, missed limits only with `gate`.
 *
 * @param {{gate: boolean}} options
 * @param {{reached?: boolean}[]} lines
 * @param {string[]} failed titles of the rows that threw
 */
export function exitCode({ gate }, lines, failed) {
  return failed.length > 0 || (gate && lines.some(isMissed)) ? 1 : 0;
}

export const isMissed = ({ reached }) => reached === false;
