import type { Summary } from "../admin/types.ts";
import { runWithToast, send } from "./client.ts";
import { badge, button, h, setChildren, setText } from "./dom.ts";
import { describeFaults, stoppedMessage } from "./fault-presets.ts";
import { count } from "./format.ts";
import { createStatusBar } from "./status-bar.ts";
import { Store } from "./store.ts";
import type { View } from "./view.ts";
import { CatalogView } from "./views/catalog.ts";
import { ConsentsView } from "./views/consents.ts";
import { EventsView } from "./views/events.ts";
import { MessagesView } from "./views/messages.ts";
import { RequestsView } from "./views/requests.ts";
import { SettingsView } from "./views/settings.ts";

interface Tab {
  readonly name: string;
  readonly title: string;
  readonly make: (store: Store) => View;
  /** A count after the title. */
  readonly count?: (counts: Summary["counts"]) => string;
}

const tabs: readonly Tab[] = [
  {
    name: "catalog",
    title: "Catalog",
    make: (store) => new CatalogView(store),
    count: ({ waiting }) => (waiting > 0 ? `${count(waiting)} waiting` : ""),
  },
  {
    name: "events",
    title: "Events",
    make: (store) => new EventsView(store),
    count: ({ events }) => countOrNothing(events),
  },
  {
    name: "consents",
    title: "Consents",
    make: (store) => new ConsentsView(store),
    count: ({ consents, pending }) => (pending > 0 ? `${count(pending)} pending` : countOrNothing(consents)),
  },
  {
    name: "messages",
    title: "Messages",
    make: (store) => new MessagesView(store),
    count: ({ messages }) => countOrNothing(messages),
  },
  {
    name: "requests",
    title: "Requests",
    make: (store) => new RequestsView(store),
    count: ({ requests }) => countOrNothing(requests),
  },
  { name: "settings", title: "Settings", make: () => new SettingsView() },
];

function countOrNothing(number: number): string {
  return number > 0 ? count(number) : "";
}

function main(): void {
  const [bar, nav, notices, view] = ["bar", "tabs", "notices", "view"].map((id) =>
    document.getElementById(id),
  );
  if (!bar || !nav || !notices || !view) return;
  const store = new Store();
  const views = new Map<string, View>();
  let current: View | undefined;

  const links = tabs.map(({ name, title, count: counter }) => {
    const number = h("span", { class: "count" });
    if (counter) store.watch((summary) => setText(number, counter(summary.counts)));
    return { name, link: h("a", { href: `#/${name}` }, title, counter && number) };
  });
  setChildren(nav, ...links.map(({ link }) => link));

  const open = () => {
    const tab = tabs.find(({ name }) => name === location.hash.replace(/^#\/?/, "")) ?? tabs[0];
    if (!tab) return;
    const opened = views.get(tab.name) ?? tab.make(store);
    views.set(tab.name, opened);
    for (const { name, link } of links) {
      if (name === tab.name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    // On a phone the tabs do not fit next to each other.
    nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    document.title = `${tab.title} · back-in-stock emulator`;
    setChildren(view, opened.element);
    current = opened;
    if (store.summary) opened.update(store.summary);
  };
  addEventListener("hashchange", open);
  open();
  createStatusBar(bar, store);
  store.watch((summary) => current?.update(summary));

  const disconnected = h(
    "p",
    { class: "lost", role: "alert", hidden: true },
    badge("bad", "Not connected"),
    " The emulator is not responding. This page reconnects automatically.",
  );
  notices.append(disconnected, faultNotice(store));
  store.connect((isLive) => {
    disconnected.hidden = isLive;
  });
}

/** A notice on every view, because an active fault makes requests fail for a reason that the views do not show. */
function faultNotice(store: Store): HTMLElement {
  const text = h("span", { class: "what" });
  const stop = () => runWithToast(() => send("PUT", "faults", { rules: [] }), stoppedMessage);
  const notice = h(
    "div",
    { class: "fault", role: "status", hidden: true },
    badge("warn", "Fault active"),
    text,
    button("Stop", stop, { "aria-label": "Stop all faults" }),
  );
  store.watch(({ faults }) => {
    notice.hidden = faults === null;
    setText(text, describeFaults(faults));
  });
  return notice;
}

main();
