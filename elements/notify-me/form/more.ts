// Forms that ask for more than an address: channels, phone numbers, consent, a newsletter, several variants.
import type { Channel } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { VariantState } from "../variant-state.ts";
import type { Fields, Host, Tools } from "./fields.ts";
import { guard } from "./guard.ts";
import { type Plan, planOf } from "./plan.ts";

const BY = { EMAIL: "byEmail", SMS: "bySms", WHATSAPP: "byWhatsapp", PUSH: "byPush" } as const;

const CSS = `
fieldset { display: grid; min-inline-size: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
.choice { display: flex; gap: .75rem; padding-block: .625rem; font-weight: inherit; }
.choice input { flex: none; min-block-size: 0; inline-size: 1.5rem; block-size: 1.5rem; margin: 0; border-radius: 3px;
  accent-color: var(--notify-me-accent); }
[part=list] { margin: 0; padding-inline-start: 1.25rem; }
.trap { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
`;
let sheet: CSSStyleSheet | undefined;

/** Makes the fields that an element's attributes ask for. */
export function fieldsOf(host: Host, tools: Tools): Fields {
  const { controller } = host;
  const plan = planOf(controller, tools);
  sheet ??= tools.sheetOf(CSS);
  if (!controller.sheets.includes(sheet)) controller.sheets.push(sheet);
  const parts = partsOf(controller, plan, tools);
  const watch = guard(host, tools);
  const all = parts.concat(watch.trap ?? []);
  const find = <T extends Element>(css: string) =>
    all.flatMap((part) => Array.from(part.querySelectorAll<T>(css)));
  const ticked = (name: string) => find<HTMLInputElement>(`[name=${name}]:checked`).map(({ value }) => value);
  const input = (id: string) => find<HTMLInputElement>(`#${id}`)[0];
  const partOf = (id: string) => input(id)?.closest<HTMLElement>(".field");
  const asksFor = (id: string) => partOf(id)?.hidden === false;
  const value = (id: string) => (asksFor(id) ? input(id)?.value : undefined);
  const agreed = (id: string) => asksFor(id) && Boolean(input(id)?.checked);

  const channels = () => (plan.channels.length > 1 ? (ticked("channels") as Channel[]) : plan.channels);
  const asks = (): VariantState[] => {
    if (!plan.multiple) return [host.controller.state];
    const wanted = ticked("sizes");
    return host.controller.eligible().filter(({ variant }) => wanted.includes(variant));
  };
  return {
    parts: all,
    asks,
    missing() {
      if (!asks().length) return ["sizes", "chooseOne"];
      if (!channels().length) return ["channels", "chooseOne"];
      const open = plan.consents.find(({ name }) => asksFor(name) && !agreed(name));
      if (open) return [open.name, open.needed];
      return watch.refuses(asks()) ? ["", "tooSoon"] : undefined;
    },
    request() {
      const email = agreed("newsletter");
      const consents = plan.consents.filter(({ name }) => agreed(name));
      const marketing = Object.fromEntries(consents.map(({ marketing }) => [marketing, true]));
      const recorded = Object.fromEntries(plan.recorded.map(({ recorded }) => [recorded, "recorded"]));
      const externalId = host.controller.option("external-id") || undefined;
      const id = host.controller.option("profile-id") || undefined;
      // A logged-in shopper may leave a field empty that only a newsletter or consent needs.
      const typed = (name: string) => (externalId || id ? value(name) || undefined : value(name));
      return {
        profile: { email: typed("email"), phoneNumber: typed("phone"), externalId, id },
        channels: channels(),
        ...((email || consents.length > 0) && {
          marketing: { listId: host.controller.option("list-id") ?? "", email, ...marketing },
        }),
        ...recorded,
      };
    },
    /** Each says what it is about; what is done need not be done again. */
    tell(results) {
      if (results.size < 2) return Array.from(results.values(), ({ text }) => new Text(text));
      const names = new Map(
        host.controller.eligible().map(({ variant, product }) => [variant, product ?? variant]),
      );
      const items = Array.from(results, ([variant, { text, done }]) => {
        const box = find<HTMLInputElement>("[name=sizes]").find(({ value }) => value === variant);
        if (box && done) box.checked = false;
        const name = names.get(variant) ?? "";
        return tools.make("li", {}, text.includes(name) ? text : `${name}: ${text}`);
      });
      return [tools.make("ul", { part: "list" }, ...items)];
    },
    sync() {
      const on = channels();
      const phone = on.includes("SMS") || on.includes("WHATSAPP");
      const address = !phone || on.includes("EMAIL") || on.includes("PUSH");
      const consents = plan.consents.map(({ name, channel }) => [name, on.includes(channel)]);
      const shown = {
        email: address,
        newsletter: address,
        phone,
        country: phone,
        ...Object.fromEntries(consents),
      };
      for (const [id, show] of Object.entries(shown)) {
        const part = partOf(id);
        if (part) part.hidden = !show;
      }
    },
  };
}

function partsOf(controller: Controller, plan: Plan, { make, field, labelOf, errorOf }: Tools): Element[] {
  const { channels, countries } = plan;
  const word = controller.text.bind(controller);
  /** The first of a name has it as its id, too: it gets the focus if something is wrong. */
  const box = (name: string, value: string, checked: boolean, content: Node | string, id?: string) => {
    const described = { "aria-describedby": `${name}-error` };
    const input = make("input", {
      part: "checkbox",
      type: "checkbox",
      id,
      name,
      value,
      checked,
      ...described,
    });
    return make("label", { part: "choice", class: "choice" }, input, make("span", {}, content));
  };
  const single = (id: string, content: Node) =>
    make("div", { class: "field" }, box(id, "yes", false, content, id), errorOf(id));
  const group = (id: string, legend: string, boxes: (readonly [string, string, boolean])[]) => {
    const made = boxes.map(([value, label, checked], index) =>
      box(id, value, checked, label, index ? "" : id),
    );
    return make(
      "fieldset",
      { part: "group" },
      make("legend", { part: "label" }, legend),
      ...made,
      errorOf(id),
    );
  };
  const country = () => {
    const names = new Intl.DisplayNames([controller.base.lang], { type: "region", fallback: "code" });
    const options = countries.map((value) => make("option", { value }, names.of(value) ?? value));
    const props = { part: "input", id: "country", name: "country", autocomplete: "country" };
    return make(
      "div",
      { class: "field" },
      labelOf("country", word("country")),
      make("select", props, ...options),
    );
  };
  const chosen = controller.state.variant;
  const sizes = controller
    .eligible()
    .map(({ variant, product }) => [variant, product ?? variant, variant === chosen] as const);
  const ways = channels.map((name, index) => [name, word(BY[name]), !index] as const);
  return [
    plan.multiple && group("sizes", word("products"), sizes),
    channels.length > 1 && group("channels", word("channels"), ways),
    plan.email && field("email", "email", word("email")),
    plan.phone && countries.length > 0 && country(),
    plan.phone && field("tel", "phone", word("phone")),
    ...plan.consents.map(({ name }) => single(name, make("slot", { name }))),
    plan.newsletter && single("newsletter", make("slot", { name: "newsletter" }, word("newsletter"))),
  ].filter((part) => part instanceof Element);
}
