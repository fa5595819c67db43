import type { RequestPage } from "../../admin/types.ts";
import { type Assumption, type AssumptionId, assumptions } from "../../assumptions/index.ts";
import { get, toast } from "../client.ts";
import { badge, button, type Child, h } from "../dom.ts";
import { counted, moment } from "../format.ts";
import type { Store } from "../store.ts";
import { descriptionList, Split, type View } from "../view.ts";
import { VirtualList } from "../virtual-list.ts";

type Request = RequestPage["rows"][number];

/** The latest requests, with their outcomes and the reasons. */
export class RequestsView implements View {
  readonly element: HTMLElement;
  readonly #list: VirtualList<Request>;
  readonly #split: Split;

  constructor(store: Store) {
    this.#list = new VirtualList<Request>({
      label: "Requests, latest first",
      load: (offset, limit) => get<RequestPage>("requests", { offset, limit }),
      key: ({ number }) => String(number),
      render: (request) => requestRow(request, store.now()),
      empty: "No requests yet. Set a shop's endpoint to this address.",
      onSelect: (request) => this.#split.show(...details(request, store.now())),
      grows: true,
    });
    const tools = h("div", { class: "tools" }, h("h2", {}, "Latest requests"));
    const hint = "Select a request to see what was sent and how it was answered.";
    this.#split = new Split([tools, this.#list.element], hint, () => this.#list.focus());
    this.element = h("section", { class: "view", "aria-label": "Requests" }, this.#split.element);
  }

  update(): void {
    this.#list.refresh();
  }
}

/** Status `0` means that a fault broke the connection. */
function statusBadge(status: number): HTMLElement {
  if (status === 0) return badge("bad", "no response");
  const kind = status < 300 ? "good" : status < 500 ? "warn" : "bad";
  return badge(kind, String(status));
}

function requestRow(request: Request, now: number): Child[] {
  const { method, path, query, body, status, findings = [], at: when } = request;
  const subject = query === undefined ? subjectOf(body) : (new URLSearchParams(query).get("filter") ?? "–");
  return [
    h("span", { class: "main" }, h("strong", {}, `${method} ${path}`), h("small", {}, subject)),
    h(
      "span",
      { class: "side" },
      findings.length > 0 && badge("warn", counted(findings.length, "finding", "findings")),
      statusBadge(status),
    ),
    h("small", { class: "when" }, moment(Date.parse(when), now)),
  ];
}

/** The identifiers in a body, as far as it has the right shape. */
function subjectOf(body: unknown): string {
  const variant = at(body, "data", "relationships", "variant", "data", "id");
  const list = at(body, "data", "relationships", "list", "data", "id");
  const profile = at(body, "data", "attributes", "profile", "data");
  const job = at(body, "data", "attributes", "profiles", "data");
  if (Array.isArray(job))
    return [counted(job.length, "profile", "profiles"), list].filter(Boolean).join(" · ");
  const people = ["email", "phone_number", "external_id"].map((name) => at(profile, "attributes", name));
  const words = [...people, at(profile, "id"), variant, list].filter((word) => typeof word === "string");
  return words.join(" · ") || "–";
}

function at(value: unknown, ...names: readonly string[]): unknown {
  let inner = value;
  for (const name of names)
    inner = typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined;
  return inner;
}

function details(request: Request, now: number): Child[] {
  const {
    number,
    method,
    path,
    status,
    errors,
    revision,
    assumptions: assumed,
    at: when,
    headers,
    body,
  } = request;
  return [
    h("h2", {}, `Request ${number}`),
    descriptionList([
      ["Request", h("code", {}, `${method} ${path}`)],
      ["Outcome", h("span", {}, statusBadge(status), ` ${outcomeOf(status, errors)}`)],
      ["Revision", revision ?? "none"],
      [
        "Based on",
        assumed.length > 0 ? h("div", {}, ...assumed.map(explainAssumption)) : "documented behavior",
      ],
      ["Received", moment(Date.parse(when), now)],
    ]),
    contractCheck(request),
    h("h3", {}, "Headers"),
    descriptionList(Object.entries(headers).map(([name, value]) => [name, h("code", {}, value)] as const)),
    h("h3", {}, "Body"),
    h("pre", { tabindex: 0, "aria-label": "Body" }, body === null ? "none" : JSON.stringify(body, null, 2)),
    curlCommand(request.curl),
  ];
}

/** Explains a behavior that no source documents. */
function explainAssumption(id: AssumptionId): HTMLElement {
  const { when, ...assumption }: Assumption = assumptions[id];
  const did = "answer" in assumption ? `: ${withoutBackticks(assumption.answer ?? "")}` : "";
  return h("p", {}, "our assumption ", h("code", {}, id), ` – ${withoutBackticks(when)}${did}`);
}

const withoutBackticks = (text: string): string => text.replaceAll("`", "");

function outcomeOf(status: number, errors: number): string {
  if (status === 200) return "answered";
  if (status === 202) return "accepted, with an empty response";
  if (status === 204) return "preflight allowed";
  if (status === 0) return "a fault broke the connection";
  return errors > 0 ? `rejected with ${counted(errors, "error", "errors")}` : "a fault";
}

/** The findings of the contract check. */
function contractCheck({ findings }: Request): HTMLElement | null {
  if (!findings) return null;
  if (findings.length === 0) {
    return h("p", { class: "notice good" }, "No deviations from the API description.");
  }
  const items = findings.map(({ code, where, detail }) =>
    h("li", {}, h("code", {}, code), " at ", h("code", {}, where), h("br"), detail),
  );
  return h("div", { class: "notice warn" }, h("h3", {}, "Contract check"), h("ul", {}, ...items));
}

function curlCommand(text: string): HTMLElement {
  const code = h("pre", { tabindex: 0, "aria-label": "curl command" }, text);
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast("Copied.");
    } catch {
      getSelection()?.selectAllChildren(code);
      toast("The browser blocked the copy. The text is selected: copy it manually.", true);
    }
  });
  return h("div", { class: "command" }, h("h3", {}, "curl"), copy, code);
}
