/** The command line of `npm run bench`. */
import { parseArgs } from "node:util";
import { SetupError } from "../scripts/lib/run.mjs";
import { CHARSETS } from "./feed.mjs";
import { FEWEST } from "./measure.mjs";
import { ENGINES, TABLE } from "./table.mjs";
import { versionRows } from "./versions.mjs";

const ROUNDS = 11;
/** For versions: rounds in a session, and sessions. An even number of sessions treats both versions alike. */
const VERSION_ROUNDS = 4;
const SESSIONS = 4;
const QUICK_SESSIONS = 2;

/**
 * Parses what to measure, and how.
 *
 * @param {string[]} args
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      gate: { type: "boolean", default: false },
      beside: { type: "string" },
      only: { type: "string" },
      engine: { type: "string" },
      charset: { type: "string" },
    },
  });
  const { quick, json, gate, beside, only, engine, charset } = values;
  const all = beside === undefined ? TABLE : versionRows({ quick });
  const keys = choose(only, [...new Set(all.map(({ key }) => key))]);
  const rows = all.filter(({ key }) => keys.includes(key));
  if (gate && beside === undefined) throw new SetupError("--gate needs --beside OLD.tgz");
  if (gate && !rows.some((row) => row.gate)) throw new SetupError(`--gate: no limit is set for ${only}`);
  return {
    json,
    gate,
    beside,
    rows,
    rounds: quick ? FEWEST : beside === undefined ? ROUNDS : VERSION_ROUNDS,
    sessions: quick ? QUICK_SESSIONS : SESSIONS,
    engines: choose(engine, ENGINES),
    // The quick mode leaves out the charset between the two extremes.
    charsets: choose(charset, CHARSETS, quick ? ["ascii", "beyond"] : CHARSETS),
  };
}

function choose(text, known, otherwise = known) {
  if (text === undefined) return otherwise;
  const names = text.split(",");
  for (const name of names)
    if (!known.includes(name)) throw new SetupError(`"${name}" is unknown; choose from ${known.join(", ")}`);
  return names;
}
