/** Measures a row of a table in one engine and charset; returns the lines to print. */
import { addresses } from "./packages.mjs";
import { compareVersions, compareWithTarget, median, takeSamples } from "./rounds.mjs";

/** The minimum number of rounds for a useful median. */
export const FEWEST = 3;

/**
 * @typedef {object} Setting
 * @property {object} engine that is open
 * @property {string} charset
 * @property {string} origin of the server
 * @property {Record<string, string>} packages folders by name: `ours`, or `old` and `new`
 * @property {number} rounds in each session
 * @property {number} sessions in which versions are measured
 */

/** Compares the package with its peers: returns a line for each peer, or for each kind of memory. */
export async function besidePeers(row, setting) {
  const { engine, charset } = setting;
  const about = aboutOf(row, setting);
  if (row.memory) return memoryLines(about, row, await memoryOf(row, setting));
  const rounds = Math.max(FEWEST, Math.round(setting.rounds * (row.rounds ?? 1)));
  const samples = await sampled(row, { ...setting, rounds }, ["ours"], Object.keys(row.peers));
  return Object.entries(row.peers).map(([name, { is, target }]) => {
    const [ours, peer] = [median(samples.ours), median(samples[name])];
    const verdict = compareWithTarget(ours, peer, target[engine.name][charset]);
    return {
      ...about,
      beside: is,
      ours,
      peer,
      ...verdict,
      samples: { ours: samples.ours, peer: samples[name] },
    };
  });
}

/**
 * Compares two versions of the package with each other and with the row's peer; returns one line. Processes differ in speed,
 * and engines optimize best for what runs first, so samples come from several sessions in which the versions take turns to be
 * first.
 */
export async function besideOld(row, setting) {
  const peers = row.peer ? [row.peer] : [];
  const rounds = Math.round(setting.rounds * (row.rounds ?? 1));
  const samples = { old: [], new: [], ...(row.peer && { peer: [] }) };
  for (let session = 0; session < setting.sessions; session++) {
    const versions = session % 2 ? ["new", "old"] : ["old", "new"];
    const found = await sampled(row, { ...setting, rounds }, versions, peers);
    for (const name of Object.keys(samples)) samples[name].push(...found[name === "peer" ? row.peer : name]);
  }
  return [{ ...aboutOf(row, setting), ...compareVersions(samples, row.gate), samples }];
}

const aboutOf = ({ key, what }, { engine, charset }) => ({ key, what, engine: engine.name, charset });

async function inSession(engine, use) {
  const session = await engine.session();
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

function memoryOf(row, { engine, charset, origin, packages }) {
  const options = { ...row.options, charset, origin };
  const measured = { packages: addresses(packages, engine.name, origin) };
  return inSession(engine, (session) => session.measure(row.workload, options, measured));
}

/** Takes samples of all contenders, in one session, or for cold rows in a new one each. `names` is the order of preparation. */
function sampled(row, setting, names, peers) {
  const { engine, charset, origin, rounds } = setting;
  const options = { ...row.options, charset, origin };
  const found = addresses(setting.packages, engine.name, origin);
  const packages = Object.fromEntries(names.map((name) => [name, found[name]]));
  if (row.cold) {
    let first;
    const sample = async (contender) => {
      const { ms, summary } = await engine.cold(row.workload, options, { packages, contender });
      first ??= summary;
      if (summary !== first || !summary) throw new Error(`${contender} gives another result`);
      return ms;
    };
    return takeSamples([...names, ...peers], sample, rounds);
  }
  return inSession(engine, async (session) => {
    const contenders = await session.prepare(row.workload, options, { packages, peers });
    return takeSamples(contenders, session.sample, rounds);
  });
}

function memoryLines(about, { memory: most }, found) {
  return Object.keys(most)
    .filter((kind) => kind in found)
    .map((kind) => ({
      ...about,
      memory: kind === "wasm" ? "of the module" : "growth of the heap",
      bytes: found[kind],
      most: most[kind],
      reached: found[kind] <= most[kind],
    }));
}
