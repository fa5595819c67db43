/**
 * The playground: the built package in this page, and the emulator in place of Klaviyo. `Playground.vue` has the markup.
 */
import { Emulation } from "../../emulator/emulation.ts";
import { readOptions } from "../../emulator/options.ts";
import { answers } from "./answers.ts";
import { emulatorFetch } from "./emulator-fetch.ts";
import { storedRequests } from "./stored-requests.ts";

type Package = typeof import("back-in-stock");

const COMPANY_ID = "ABC123";
const TIMEOUT = 3_000;
const VARIANT = { id: "OCEAN-SHIRT-M", title: "Ocean Blue Shirt, M", inventory_quantity: 0 };
/** The steps that the element reports. */
const EVENTS = ["visible", "open", "close", "submit", "accepted", "queued", "settled", "rejected"];

/** What the emulator reads at each sync. */
const catalog = [VARIANT];
let emulator: Promise<{ emulation: Emulation; endpoint: string }> | undefined;
let answer = answers.accepted;

/**
 * Starts the emulator and puts it in place of `fetch` for its own addresses. It stays there as long as the page does: the
 * package may send a stored request again at any time.
 */
function startEmulator(base: string) {
  emulator ??= (async () => {
    const emulation = new Emulation(readOptions({ feed: catalog, companyId: COMPANY_ID }));
    await emulation.schedule.sync();
    const endpoint = new URL(`${base}klaviyo-in-this-page`, location.href);
    globalThis.fetch = emulatorFetch(
      emulation,
      endpoint,
      () => answer?.alter,
      globalThis.fetch.bind(globalThis),
    );
    return { emulation, endpoint: endpoint.href };
  })();
  return emulator;
}

/**
 * Brings the playground to life.
 *
 * @param root the markup
 * @param base the path of the site
 * @returns a function that stops it
 */
export async function start(root: HTMLElement, base: string): Promise<() => void> {
  const { emulation, endpoint } = await startEmulator(base);
  const { BackInStock, BackInStockError }: Package = await import(`${base}package/web.js`);
  await import(`${base}package/element-define.js`);
  const client = new BackInStock({ companyId: COMPANY_ID, endpoint, timeout: TIMEOUT });
  const listening = new AbortController();
  const { signal } = listening;
  const part = <T extends HTMLElement>(name: string) => root.querySelector(`[data-part="${name}"]`) as T;

  let refreshes = 0;
  /** Shows the state of the device and of the emulator. */
  const refresh = async () => {
    const own = ++refreshes;
    const { requests, subscriptions, profiles } = emulation.state();
    part("requests").replaceChildren(...requests.toReversed().map(requestItem));
    const emails = new Map(profiles.map(({ key, emails }) => [key, emails.join()]));
    part("waiting").textContent = listOf(subscriptions.map(({ profile }) => emails.get(profile) ?? profile));
    const stored = await storedRequests(COMPANY_ID);
    // A later call has read what is stored now.
    if (own !== refreshes) return;
    part("stored").textContent = stored.length > 0 ? json(stored) : "nothing";
    part("stored").dataset.count = `${stored.length}`;
  };
  const log = (name: string, detail: unknown) => {
    const item = document.createElement("li");
    const code = document.createElement("code");
    code.textContent = name;
    item.append(code, " ", plain(detail));
    part("events").prepend(item);
  };
  const show = (state: string, value: unknown) => {
    part("outcome").dataset.state = state;
    part("outcome").textContent = json(value);
  };
  /** Errors have members that JSON leaves out. */
  const readable = (value: unknown) =>
    value instanceof BackInStockError
      ? {
          code: value.code,
          field: value.field,
          status: value.status,
          retryable: value.retryable,
          message: value.message,
        }
      : value;
  const plain = (value: unknown) => JSON.stringify(value, (_, item) => readable(item));
  const json = (value: unknown) => JSON.stringify(value, (_, item) => readable(item), 2);

  const chooseAnswer = async () => {
    const { value } = part<HTMLSelectElement>("answer");
    answer = answers[value];
    emulation.setFaults(answer?.fault ? [{ fault: answer.fault }] : undefined);
    catalog.splice(0, 1, ...(answer?.isInCatalog === false ? [] : [VARIANT]));
    await emulation.schedule.sync();
    part("note").textContent = answer?.note ?? "";
  };
  const submit = async () => {
    const email = part<HTMLInputElement>("email").value;
    show("sending", "…");
    try {
      show("outcome", await client.subscribe({ variant: VARIANT.id, profile: { email } }));
    } catch (error) {
      show("error", error);
    }
    await refresh();
  };
  const renewElement = () => {
    const element = document.createElement("notify-me");
    const attributes = {
      "company-id": COMPANY_ID,
      endpoint,
      timeout: `${TIMEOUT}`,
      variant: VARIANT.id,
      product: VARIANT.title,
      quantity: "0",
    };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    part("element").replaceChildren(element);
  };
  const startOver = async () => {
    await client.forget().catch(() => {});
    await emulation.reset();
    // A reset removes the faults.
    await chooseAnswer();
    part("events").replaceChildren();
    part("outcome").dataset.state = "";
    part("outcome").textContent = "not sent yet";
    renewElement();
    await refresh();
  };

  part("answer").append(...Object.entries(answers).map(([name, { label }]) => new Option(label, name)));
  for (const name of EVENTS) {
    const type = `notify-me-${name}`;
    const listen = (event: Event) => {
      log(type, (event as CustomEvent).detail);
      void refresh();
    };
    document.addEventListener(type, listen, { signal });
  }
  client.addEventListener(
    "settled",
    (event) => {
      log("settled", event.detail);
      void refresh();
    },
    { signal },
  );
  const unwatch = emulation.watch(() => void refresh());
  part("answer").addEventListener("change", () => void chooseAnswer(), { signal });
  part("form").addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void submit();
    },
    { signal },
  );
  part("flush").addEventListener("click", () => void client.flush().then(refresh), { signal });
  part("reset").addEventListener("click", () => void startOver(), { signal });
  await startOver();
  root.dataset.ready = "";
  return () => {
    unwatch();
    listening.abort();
  };
}

const listOf = (texts: readonly string[]) => (texts.length > 0 ? texts.join(", ") : "nobody");

/** A request as the emulator received it. */
function requestItem({
  method,
  path,
  status,
  headers,
  body,
}: ReturnType<Emulation["state"]>["requests"][number]) {
  const item = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = `${status || "no response"}: ${method} ${path}`;
  const text = document.createElement("pre");
  text.tabIndex = 0;
  text.textContent = JSON.stringify({ headers, body }, null, 2);
  item.append(summary, text);
  return item;
}
