import type { Summary } from "../admin/types.ts";
import { runWithToast, send } from "./client.ts";
import { badge, button, h, setChildren, setText } from "./dom.ts";
import { day, moment, span, time } from "./format.ts";
import type { Store } from "./store.ts";

const steps = [
  ["1h", "+1 h", "one hour"],
  ["6h", "+6 h", "six hours"],
  ["1d", "+1 d", "one day"],
] as const;

/** Creates the bar with the clock and the feed, which every view shows. */
export function createStatusBar(place: HTMLElement, store: Store): void {
  const hands = h("span", { class: "time" });
  const date = h("span", { class: "note" });
  const advance = (text: string, words: string) =>
    runWithToast(() => send("POST", "clock", { advance: text }), `The clock moved forward by ${words}.`);
  const clock = h(
    "section",
    { class: "panel", "aria-label": "Virtual time" },
    h("p", { class: "reading" }, hands, date),
    h(
      "div",
      { class: "actions", role: "group", "aria-label": "Move the clock forward" },
      ...steps.map(([by, text, words]) =>
        button(text, () => advance(by, words), { "aria-label": `${text} on the clock` }),
      ),
    ),
  );
  const state = h("span", { class: "feed-state" });
  const next = h("span", { class: "note" });
  const feed = h(
    "section",
    { class: "panel", "aria-label": "Feed" },
    h("p", { class: "reading" }, state, next),
    h(
      "div",
      { class: "actions" },
      button("Sync now", () => runWithToast(() => send("POST", "sync"), "The feed was synced."), {
        class: "primary",
      }),
    ),
  );
  setChildren(place, clock, feed);

  const tick = (summary: Summary) => {
    const now = store.now();
    setText(hands, time(now));
    setText(date, summary.ahead > 0 ? `${day(now)} · ${span(summary.ahead)} ahead` : day(now));
    const { lastSync, nextSync } = summary.feed;
    const seen = lastSync ? `Synced ${moment(Date.parse(lastSync.at), now)}` : "Never synced";
    setText(next, `${seen} · next in ${span(Date.parse(nextSync) - now)}`);
  };
  store.watch((summary) => {
    setChildren(state, ...feedState(summary));
    tick(summary);
  });
  setInterval(() => store.summary && tick(store.summary), 1_000);
}

function feedState({ feed, counts }: Summary): HTMLElement[] {
  if (feed.error !== null) return [badge("bad", "Feed failed"), h("span", { class: "why" }, feed.error)];
  if (feed.reason !== null) {
    return [badge("warn", "Not inventory-aware"), h("span", { class: "why" }, feed.reason)];
  }
  return [badge("good", counts.variants === 0 ? "Empty feed" : "Inventory-aware")];
}
