// Fields for channels, phone numbers, consent, a newsletter, and several variants.
import type { Channel } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { VariantState } from "../variant-state.ts";
import { protectForm } from "./bot-protection.ts";
import { type FormConfig, readConfig } from "./config.ts";
import type { Fields, FormHost, FormTools } from "./fields.ts";

const CHANNEL_LABELS = { EMAIL: "byEmail", SMS: "bySms", WHATSAPP: "byWhatsapp", PUSH: "byPush" } as const;

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

/** Creates the fields that an element's attributes require. */
export function createFields(host: FormHost, tools: FormTools): Fields {
  const { controller } = host;
  const config = readConfig(controller, tools);
  sheet ??= tools.createSheet(CSS);
  if (!controller.sheets.includes(sheet)) controller.sheets.push(sheet);
  const fields = createParts(controller, config, tools);
  const protection = protectForm(host, tools);
  const all = fields.concat(protection.honeypot ?? []);
  const find = <T extends Element>(css: string) =>
    all.flatMap((part) => Array.from(part.querySelectorAll<T>(css)));
  const checked = (name: string) =>
    find<HTMLInputElement>(`[name=${name}]:checked`).map(({ value }) => value);
  const input = (id: string) => find<HTMLInputElement>(`#${id}`)[0];
  const fieldOf = (id: string) => input(id)?.closest<HTMLElement>(".field");
  const isShown = (id: string) => fieldOf(id)?.hidden === false;
  const value = (id: string) => (isShown(id) ? input(id)?.value : undefined);
  const isChecked = (id: string) => isShown(id) && Boolean(input(id)?.checked);

  const channels = () => (config.channels.length > 1 ? (checked("channels") as Channel[]) : config.channels);
  const variants = (): VariantState[] => {
    if (!config.multiple) return [host.controller.state];
    const selected = checked("variants");
    return host.controller.eligible().filter(({ variant }) => selected.includes(variant));
  };
  return {
    parts: all,
    variants,
    obstacle() {
      if (!variants().length) return ["variants", "chooseOne"];
      if (!channels().length) return ["channels", "chooseOne"];
      const unchecked = config.consents.find(({ name }) => isShown(name) && !isChecked(name));
      if (unchecked) return [unchecked.name, unchecked.needed];
      return protection.rejects(variants()) ? ["", "tooSoon"] : undefined;
    },
    request() {
      const email = isChecked("newsletter");
      const consents = config.consents.filter(({ name }) => isChecked(name));
      const marketing = Object.fromEntries(consents.map(({ marketing }) => [marketing, true]));
      const recorded = Object.fromEntries(config.recorded.map(({ recorded }) => [recorded, "recorded"]));
      const externalId = host.controller.option("external-id") || undefined;
      const id = host.controller.option("profile-id") || undefined;
      // A logged-in shopper may leave fields empty that only a newsletter or consent needs.
      const contact = (name: string) => (externalId || id ? value(name) || undefined : value(name));
      return {
        profile: { email: contact("email"), phoneNumber: contact("phone"), externalId, id },
        channels: channels(),
        ...((email || consents.length > 0) && {
          marketing: { listId: host.controller.option("list-id") ?? "", email, ...marketing },
        }),
        ...recorded,
      };
    },
    /** Lists one result for each variant, in the order of the rows, with its name, and unchecks the completed ones. */
    resultNodes(results) {
      if (results.size < 2) return Array.from(results.values(), ({ text }) => new Text(text));
      const names = new Map(
        host.controller.rowStates().map(({ variant, product }) => [variant, product ?? variant]),
      );
      const items = [...names].flatMap(([variant, name]) => {
        const result = results.get(variant);
        if (!result) return [];
        const { text, done } = result;
        const checkbox = find<HTMLInputElement>("[name=variants]").find(({ value }) => value === variant);
        if (checkbox && done) checkbox.checked = false;
        return tools.create("li", {}, text.includes(name) ? text : `${name}: ${text}`);
      });
      return [tools.create("ul", { part: "list" }, ...items)];
    },
    again() {
      if (isShown("email")) return "again";
      if (isShown("phone")) return "againPhone";
      return config.multiple ? "button" : undefined;
    },
    updateVisibility() {
      const selected = channels();
      const needsPhone = selected.includes("SMS") || selected.includes("WHATSAPP");
      const needsEmail = !needsPhone || selected.includes("EMAIL") || selected.includes("PUSH");
      const consents = config.consents.map(({ name, channel }) => [name, selected.includes(channel)]);
      const shown = {
        email: needsEmail,
        newsletter: needsEmail,
        phone: needsPhone,
        country: needsPhone,
        ...Object.fromEntries(consents),
      };
      for (const [id, show] of Object.entries(shown)) {
        const part = fieldOf(id);
        if (part) part.hidden = !show;
      }
    },
  };
}

/** Creates the elements of the form from its configuration. */
function createParts(
  controller: Controller,
  config: FormConfig,
  { create, createField, createLabel, createError }: FormTools,
): Element[] {
  const { channels, countries } = config;
  const text = controller.text.bind(controller);
  /** The first checkbox of a group has the group's name as its ID, so that an error can focus it. */
  const checkbox = (name: string, value: string, checked: boolean, content: Node | string, id?: string) => {
    const described = { "aria-describedby": `${name}-error` };
    const input = create("input", {
      part: "checkbox",
      type: "checkbox",
      id,
      name,
      value,
      checked,
      ...described,
    });
    return create("label", { part: "choice", class: "choice" }, input, create("span", {}, content));
  };
  const single = (id: string, content: Node) =>
    create("div", { class: "field" }, checkbox(id, "yes", false, content, id), createError(id));
  const group = (id: string, legend: string, boxes: (readonly [string, string, boolean])[]) => {
    const checkboxes = boxes.map(([value, label, checked], index) =>
      checkbox(id, value, checked, label, index ? "" : id),
    );
    return create(
      "fieldset",
      { part: "group" },
      create("legend", { part: "label" }, legend),
      ...checkboxes,
      createError(id),
    );
  };
  const country = () => {
    const names = new Intl.DisplayNames([controller.base.lang], { type: "region", fallback: "code" });
    const options = countries.map((value) => create("option", { value }, names.of(value) ?? value));
    const props = { part: "input", id: "country", name: "country", autocomplete: "country" };
    return create(
      "div",
      { class: "field" },
      createLabel("country", text("country")),
      create("select", props, ...options),
    );
  };
  const selected = controller.state.variant;
  const variantBoxes = controller
    .eligible()
    .map(({ variant, product }) => [variant, product ?? variant, variant === selected] as const);
  const channelBoxes = channels.map((name, index) => [name, text(CHANNEL_LABELS[name]), !index] as const);
  return [
    config.multiple && group("variants", text("products"), variantBoxes),
    channels.length > 1 && group("channels", text("channels"), channelBoxes),
    config.email && createField("email", "email", text("email")),
    config.phone && countries.length > 0 && country(),
    config.phone && createField("tel", "phone", text("phone")),
    ...config.consents.map(({ name }) => single(name, create("slot", { name }))),
    config.newsletter && single("newsletter", create("slot", { name: "newsletter" }, text("newsletter"))),
  ].filter((part) => part instanceof Element);
}
