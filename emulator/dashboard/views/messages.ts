import type { MessagePage, Summary } from "../../admin/types.ts";
import type { Message } from "../../state.ts";
import { get, runWithToast, send } from "../client.ts";
import { badge, button, type Child, h, linkTo } from "../dom.ts";
import { counted, moment } from "../format.ts";
import type { Store } from "../store.ts";
import { descriptionList, Split, type View } from "../view.ts";
import { VirtualList } from "../virtual-list.ts";

const kinds = { sent: "good", ready: "info", skipped: "warn" } as const;
const reasons = {
  no_consent:
    "No consent for this channel is recorded. Text messages need explicit consent, which the person may have to confirm: see Consents.",
  no_address: "The profile has no address for this channel.",
  suppressed: "The profile is suppressed, so it gets no email.",
};

/** The messages that people would have received. */
export class MessagesView implements View {
  readonly element: HTMLElement;
  readonly #list: VirtualList<Message>;
  readonly #split: Split;
  readonly #send = button("", () => runWithToast(() => send("POST", "send"), "The messages were sent."), {
    class: "primary",
    hidden: true,
  });

  constructor(store: Store) {
    this.#list = new VirtualList<Message>({
      label: "Messages, latest first",
      load: (offset, limit) => get<MessagePage>("messages", { offset, limit }),
      key: ({ id }) => id,
      render: (message) => messageRow(message, store.now()),
      empty: "No messages yet. Restock a variant that people are waiting for, then sync.",
      onSelect: (message) => this.#split.show(...messageDetails(message, store.now())),
      grows: true,
    });
    const tools = h("div", { class: "tools" }, h("h2", {}, "Messages"), this.#send);
    const hint = "Select a message to read it.";
    this.#split = new Split([tools, this.#list.element], hint, () => this.#list.focus());
    this.element = h("section", { class: "view", "aria-label": "Messages" }, this.#split.element);
  }

  update({ counts }: Summary): void {
    this.#send.hidden = counts.ready === 0;
    this.#send.textContent = `Send ${counted(counts.ready, "manual message", "manual messages")}`;
    this.#list.refresh();
  }
}

function messageRow({ to, profile, subject, text, channel, status, at }: Message, now: number): Child[] {
  return [
    h("span", { class: "main" }, h("strong", {}, to ?? profile), h("small", {}, subject ?? text)),
    h("span", { class: "side" }, badge("plain", channel), badge(kinds[status], status)),
    h("small", { class: "when" }, moment(Date.parse(at), now)),
  ];
}

/** A message as the person would see it. */
function messageDetails(message: Message, now: number): Child[] {
  const { channel, to, status, reason, subject, at } = message;
  const isSkipped =
    reason !== null && h("p", { class: "notice warn" }, h("strong", {}, "Not sent. "), reasons[reason]);
  const isReady =
    status === "ready" && h("p", { class: "notice info" }, "This message is ready to be sent manually.");
  const about = descriptionList([
    ["To", to ?? "one of the person's devices"],
    ["Channel", badge("plain", channel)],
    ["Variant", h("code", {}, message.variant)],
    ["Notified", moment(Date.parse(at), now)],
  ]);
  return [
    h("h2", {}, subject ?? "Text message"),
    isSkipped,
    isReady,
    about,
    channel === "EMAIL" ? emailPreview(message) : textPreview(message),
  ];
}

function emailPreview({ subject, text, link }: Message): HTMLElement {
  const lines = text.split("\n\n").filter((line) => line !== link);
  return h(
    "article",
    { class: "mail", "aria-label": "Email" },
    h("h3", {}, subject),
    ...lines.map((line) => h("p", {}, line)),
    link !== null && h("p", {}, linkTo(link, "Shop now", "cta")),
  );
}

function textPreview({ text, link }: Message): HTMLElement {
  const before = link === null ? text : text.slice(0, text.length - link.length);
  return h(
    "article",
    { class: "bubble", "aria-label": "Text message" },
    h("p", {}, before, link !== null && linkTo(link, link)),
  );
}
