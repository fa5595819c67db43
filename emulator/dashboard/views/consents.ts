import type { ConsentPage, JobPage } from "../../admin/types.ts";
import { get, runWithToast, send } from "../client.ts";
import { badge, button, type Child, h } from "../dom.ts";
import { counted, moment } from "../format.ts";
import type { Store } from "../store.ts";
import { descriptionList, Split, type View } from "../view.ts";
import { VirtualList } from "../virtual-list.ts";

type Consent = ConsentPage["rows"][number];
type Job = JobPage["rows"][number];

const kinds = { subscribed: "good", pending: "info", unsubscribed: "bad" } as const;
const jobKinds = { queued: "plain", processing: "info", complete: "good" } as const;

/** The consents of people, and the jobs that record them. */
export class ConsentsView implements View {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #consents: VirtualList<Consent>;
  readonly #jobs: VirtualList<Job>;
  readonly #split: Split;

  constructor(store: Store) {
    this.#store = store;
    this.#consents = new VirtualList<Consent>({
      label: "Consents, latest first",
      load: (offset, limit) => get<ConsentPage>("consents", { offset, limit }),
      key: ({ profile, channel, purpose, listId, at }) => [profile, channel, purpose, listId, at].join(" "),
      render: (consent) => consentRow(consent, store.now()),
      empty: "No consents yet. A page sends them to /client/subscriptions, a server starts a job.",
      onSelect: (consent) => this.#show(consent),
      grows: true,
    });
    this.#jobs = new VirtualList<Job>({
      label: "Jobs, latest first",
      load: (offset, limit) => get<JobPage>("jobs", { offset, limit }),
      key: ({ id }) => id,
      render: (job) => jobRow(job, store.now()),
      empty: "No jobs yet. A server starts one at /api/profile-subscription-bulk-create-jobs.",
      grows: true,
    });
    const hint = "Select a consent to confirm or withdraw it, as the person would.";
    this.#split = new Split([this.#tools(), this.#consents.element], hint, () => this.#consents.focus());
    this.element = h("section", { class: "view", "aria-label": "Consents" }, this.#split.element);
  }

  update(): void {
    this.#consents.refresh();
    this.#jobs.refresh();
  }

  #tools(): HTMLElement {
    const shown = h(
      "select",
      {
        "aria-label": "Show consents or jobs",
        onchange: () => {
          const [hidden, list] =
            shown.value === "jobs" ? [this.#consents, this.#jobs] : [this.#jobs, this.#consents];
          hidden.element.replaceWith(list.element);
          this.update();
        },
      },
      h("option", { value: "consents" }, "Consents"),
      h("option", { value: "jobs" }, "Jobs"),
    );
    return h("div", { class: "tools" }, h("h2", {}, "Consents"), shown);
  }

  #show(consent: Consent): void {
    this.#split.show(...consentDetails(consent, this.#store.now()), this.#actions(consent));
  }

  /** What the person can do, if the profile has the address. */
  #actions(consent: Consent): Child {
    const { address, channel, status } = consent;
    if (address === null || status === "unsubscribed") return null;
    const act = async (path: string, body: object, after: Consent["status"]) => {
      await send("POST", path, body);
      this.#show({ ...consent, status: after });
    };
    const confirm = () =>
      runWithToast(() => act("confirm", { address }, "subscribed"), "The person confirmed the consent.");
    const unsubscribe = () =>
      runWithToast(
        () => act("unsubscribe", { address, channel }, "unsubscribed"),
        "The person unsubscribed.",
      );
    return h(
      "div",
      { class: "actions" },
      status === "pending" && button("Confirm", confirm, { class: "primary" }),
      button("Unsubscribe", unsubscribe),
    );
  }
}

function consentRow({ person, channel, purpose, listId, status, at }: Consent, now: number): Child[] {
  const about = [`${channel} ${purpose}`, listId].filter((text) => text !== null).join(" · ");
  return [
    h("span", { class: "main" }, h("strong", {}, person), h("small", {}, about)),
    h("span", { class: "side" }, badge(kinds[status], status)),
    h("small", { class: "when" }, moment(Date.parse(at), now)),
  ];
}

function consentDetails(consent: Consent, now: number): Child[] {
  const { person, address, channel, purpose, listId, customSource, doubleOptIn, status, at } = consent;
  return [
    h("h2", {}, person),
    descriptionList([
      ["Status", badge(kinds[status], status)],
      ["Consent", `${channel} ${purpose}`],
      ["Address", address ?? "none"],
      ["List", listId ?? "none"],
      ["Opt-in", doubleOptIn ? "double: the person must confirm" : "single"],
      ["Source", customSource ?? "none"],
      ["Received", moment(Date.parse(at), now)],
    ]),
  ];
}

function jobRow({ id, profiles, listId, historicalImport, status, at }: Job, now: number): Child[] {
  const about = [counted(profiles, "profile", "profiles"), listId].filter((text) => text !== null);
  return [
    h("span", { class: "main" }, h("strong", {}, id), h("small", {}, about.join(" · "))),
    h(
      "span",
      { class: "side" },
      historicalImport && badge("plain", "import"),
      badge(jobKinds[status], status),
    ),
    h("small", { class: "when" }, moment(Date.parse(at), now)),
  ];
}
