import { isDeepStrictEqual } from "node:util";
import { random } from "../random.mjs";
import { Model } from "./model.mjs";

const ids = ["A", "B", "C"];
const start = Date.parse("2026-08-01T12:00:00Z");
const canonical = (id) => `$custom:::$default:::${id}`;

/** A random next step: a name and its arguments. Steps have different probabilities. */
function step(chance) {
  const pick = (list) => list[Math.floor(chance() * list.length)];
  const who = () => {
    const one = pick([0, 1, 2, 3, 4, 5, 6, 7]);
    const email = `p${one}@example.com`;
    const phone = `+1500555000${pick([one, one, (one + 1) % 8])}`;
    return pick([{ email }, { email }, { phone }, { email, phone }]);
  };
  const kinds = [
    ...Array(9).fill(() => {
      const person = who();
      const channels = [person.email && "EMAIL", person.phone && "SMS"].filter(Boolean);
      return ["subscribe", person, pick(ids), channels];
    }),
    () => ["consent", who()],
    () => ["job", who(), pick(["S", "D"])],
    () => ["decide", `+1500555000${pick([0, 1, 2, 3, 4, 5, 6, 7])}`, pick(["yes", "yes", "no"])],
    ...Array(6).fill(() => ["stock", pick(ids), pick([0, 0, 0, 1, 1, 2, 3, 7])]),
    () => ["stock", pick(ids), pick([-1, 2.5, null])],
    () => (chance() < 0.2 ? ["drop", pick(ids)] : ["sync"]),
    ...Array(5).fill(() => ["sync"]),
    ...Array(4).fill(() => ["advance", pick([1, 10, 59, 60, 61, 180, 360, 725])]),
    () => ["configure", { messageStatus: pick(["live", "live", "live", "live", "manual", "draft"]) }],
    () => [
      "configure",
      pick([
        { minimumInventory: pick([1, 2, 5]) },
        { customersPerUnit: pick([1, 2, 3]) },
        { waitMinutes: pick([0, 1, 45, 60, 360]) },
      ]),
    ],
    () => ["send"],
  ];
  return pick(kinds)();
}

/** The history of a seed: a list of steps. */
export function history(seed) {
  const chance = random(seed);
  const length = 10 + Math.floor(chance() * 70);
  const feed = new Map(ids.map((id) => [id, chance() < 0.7 ? 0 : 3]));
  const jobMinutes = [0, 1, 2, 60][Math.floor(chance() * 4)];
  return { feed, jobMinutes, steps: Array.from({ length }, () => step(chance)) };
}

const rowsOf = (feed) =>
  Array.from(feed, ([id, quantity]) => ({ id, title: id, inventory_quantity: quantity }));

/** Plays a history to the model and to a subject, and compares them after every step. */
export async function play(seed, makeSubject) {
  const { feed, jobMinutes, steps } = history(seed);
  const model = new Model(feed, jobMinutes);
  const rows = rowsOf(feed);
  const subject = await makeSubject({
    feed: rows,
    now: () => start,
    jobDuration: `${jobMinutes}m`,
    lists: { S: "single_opt_in", D: "double_opt_in" },
  });
  const did = [];
  try {
    for (const [name, ...args] of steps) {
      did.push([name, ...args]);
      if (name === "stock") feed.set(args[0], args[1]);
      else if (name === "drop") feed.delete(args[0]);
      else {
        const expected = model[name](...args);
        const found = await subject[name](...args);
        if (typeof expected === "boolean" && found !== expected)
          throw new Error(`${name}: ${found}, and not ${expected}`);
      }
      rows.splice(0, rows.length, ...rowsOf(feed));
      const [wanted, seen] = [model.shown(), shown(subject.state())];
      if (!isDeepStrictEqual(wanted, seen)) throw new Error(difference(wanted, seen));
    }
    return { steps: steps.length, messages: model.messages.length, events: model.events.length };
  } catch (error) {
    error.message = `seed ${seed}, after ${JSON.stringify(did)}: ${error.message}`;
    throw error;
  } finally {
    await subject.close();
  }
}

function difference(wanted, seen) {
  return Object.keys(wanted)
    .filter((name) => !isDeepStrictEqual(wanted[name], seen[name]))
    .map((name) => `${name} is ${JSON.stringify(seen[name])}, and not ${JSON.stringify(wanted[name])}`)
    .join("\n");
}

/** The emulator's state in the shape of the model's. */
function shown({ now, catalog, subscriptions, events, messages }) {
  const minute = (at) => (Date.parse(at) - start) / 60_000;
  const short = (variant) => variant.slice(canonical("").length);
  return {
    minute: minute(now),
    catalog: catalog.map(({ externalId, inventoryQuantity }) => `${externalId}=${inventoryQuantity}`),
    waiting: subscriptions.map(({ profile, variant, channels, at }) =>
      [profile, short(variant), channels.join("+"), minute(at)].join(" "),
    ),
    events: events.map(({ profile, variant, at }) => `${profile} ${short(variant)} ${minute(at)}`),
    messages: messages.map(({ profile, variant, channel, to, status, at }) =>
      [profile, short(variant), channel, to, status, minute(at)].join(" "),
    ),
  };
}
