// <notify-me>: a form that asks for the variant in its attributes. Its content is shown where this does not run.
import { BackInStock } from "../client.ts";
import type { BackInStockError } from "../errors.ts";
import type { BackInStockOptions, Outcome } from "../types.ts";
import { createView, type View } from "./view.ts";
import { accepted, WAITING, wordsFor } from "./words.ts";

/** What the events of the element tell. */
export interface NotifyMeEventMap {
  "notify-me-accepted": CustomEvent<{ variant: string; outcome: Outcome }>;
  "notify-me-rejected": CustomEvent<{ variant: string; error: BackInStockError }>;
}

/** There is no such class on a server, where this must still be importable. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * The form by which a shopper asks to hear when a variant is back.
 *
 * Attributes: `company-id`, `variant` (its id), `product` (its name, for the messages), `endpoint`, `integration`,
 * `catalog`. Setting `variant` or `product` to another value begins anew, and keeps the address that was typed.
 * Events: `notify-me-accepted`, `notify-me-rejected`. Parts: `form`, `label`, `input`, `error`, `button`, `message`.
 */
export class NotifyMeElement extends Base {
  static readonly observedAttributes = ["variant", "product"];
  #view: View | undefined;
  /** The request that is under way: an answer to an earlier one is not shown. */
  #current: object | undefined;

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
    this.#view?.reset();
  }

  async #submit(): Promise<void> {
    const view = this.#view as View;
    const request = {};
    const variant = this.getAttribute("variant") ?? "";
    this.#current = request;
    view.busy(WAITING);
    try {
      const client = new BackInStock(this.#options());
      const outcome = await client.subscribe({ variant, profile: { email: view.input.value } });
      this.#tell("notify-me-accepted", { variant, outcome });
      if (this.#current === request) view.accepted(accepted(this.getAttribute("product")));
    } catch (cause) {
      const error = cause as BackInStockError;
      this.#tell("notify-me-rejected", { variant, error });
      if (this.#current === request) this.#show(view, error);
    }
    if (this.#current === request) this.#current = undefined;
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
