// <notify-me>: a form that asks for the variant in its attributes. Its content is shown where this does not run.
import { BackInStock } from "../client.ts";
import type { BackInStockError } from "../errors.ts";
import type { BackInStockEventMap, BackInStockOptions, Outcome } from "../types.ts";
import { createView, type View } from "./view.ts";
import { WAITING, wordsFor, wordsOf } from "./words.ts";

/** What the events of the element tell. */
export interface NotifyMeEventMap {
  "notify-me-accepted": CustomEvent<{ variant: string; outcome: Outcome }>;
  /** The device keeps it and tries again; `notify-me-accepted` or `notify-me-rejected` follow. */
  "notify-me-queued": CustomEvent<{ variant: string; outcome: Outcome }>;
  "notify-me-rejected": CustomEvent<{ variant: string; error: BackInStockError }>;
}

/** There is no such class on a server, where this must still be importable. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * The form by which a shopper asks to hear when a variant is back.
 *
 * Attributes: `company-id`, `variant` (its id), `product` (its name, for the messages), `endpoint`, `integration`,
 * `catalog`. Setting `variant` or `product` to another value begins anew, and keeps the address that was typed.
 * Events: `notify-me-accepted`, `notify-me-queued`, `notify-me-rejected`. Parts: `form`, `label`, `input`, `error`, `button`, `message`.
 */
export class NotifyMeElement extends Base {
  static readonly observedAttributes = ["variant", "product"];
  #view: View | undefined;
  /** The request that is under way: an answer to an earlier one is not shown. */
  #current: object | undefined;
  /** The request that waits, as long as it is what is shown. */
  #queued: object | undefined;

  connectedCallback(): void {
    if (this.#view) return;
    this.#view = createView(this.shadowRoot ?? this.attachShadow({ mode: "open" }));
    this.#view.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#current) void this.#submit();
    });
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (before === after) return;
    this.#current = undefined;
    this.#queued = undefined;
    this.#view?.reset();
  }

  async #submit(): Promise<void> {
    const view = this.#view as View;
    const request = {};
    const from = Date.now();
    const variant = this.getAttribute("variant") ?? "";
    this.#current = request;
    this.#queued = undefined;
    view.busy(WAITING);
    try {
      const client = new BackInStock(this.#options());
      const outcome = await client.subscribe({ variant, profile: { email: view.input.value } });
      const waits = outcome.status === "queued";
      this.#tell(waits ? "notify-me-queued" : "notify-me-accepted", { variant, outcome });
      if (waits) this.#follow(client, variant, request, from);
      if (this.#current === request) {
        if (waits) this.#queued = request;
        view.accepted(wordsOf(outcome, this.getAttribute("product")));
      }
    } catch (cause) {
      const error = cause as BackInStockError;
      this.#tell("notify-me-rejected", { variant, error });
      if (this.#current === request) this.#show(view, error);
    }
    if (this.#current === request) this.#current = undefined;
  }

  /** Tells what became of a request that waited, and was asked since `from`. */
  #follow(client: BackInStock, variant: string, request: object, from: number): void {
    const until = Date.now();
    const settled = ({ detail }: BackInStockEventMap["settled"]) => {
      const asked = detail.asked.getTime();
      // Somebody else on this device may wait for the same variant.
      if (!(asked >= from && asked <= until)) return;
      if (detail.variant !== variant && !detail.variant.endsWith(`:::${variant}`)) return;
      client.removeEventListener("settled", settled);
      const { outcome, error } = detail;
      if (error) this.#tell("notify-me-rejected", { variant, error });
      else this.#tell("notify-me-accepted", { variant, outcome });
      if (this.#queued !== request) return;
      if (error) this.#show(this.#view as View, error);
      else this.#view?.accepted(wordsOf(outcome, this.getAttribute("product")));
    };
    client.addEventListener("settled", settled);
  }

  #options(): BackInStockOptions {
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    return {
      companyId: text("company-id") ?? "",
      endpoint: text("endpoint"),
      integration: text("integration"),
      catalog: text("catalog"),
    };
  }

  #show(view: View, error: BackInStockError): void {
    const { text, shopper } = wordsFor(error);
    // What a shopper cannot mend is for who built the page. Neither has anything that was typed in it.
    if (!shopper) console.error(`<notify-me>: ${error.code}: ${error.message}`);
    view.refused(text, error.field === "email");
  }

  #tell<K extends keyof NotifyMeEventMap>(type: K, detail: NotifyMeEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "notify-me": NotifyMeElement;
  }
  interface HTMLElementEventMap extends NotifyMeEventMap {}
}
