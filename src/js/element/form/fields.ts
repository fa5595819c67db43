// The parts that a form consists of. Each has its error beside it, which describes it.
import type { Known } from "../known.ts";
import type { Words } from "../words/words.ts";
import { make, type Props } from "./make.ts";
import type { Plan } from "./plan.ts";

type Word = (name: keyof Words) => string;

const BY = { EMAIL: "byEmail", SMS: "bySms", WHATSAPP: "byWhatsapp", PUSH: "byPush" } as const;

/** The fields that a form's plan asks for, in their order. */
export function fieldsOf(
  plan: Plan,
  sizes: Known[],
  chosen: string,
  word: Word,
  lang: string,
): (Node | false)[] {
  const { channels, countries, consent, newsletter, email, phone } = plan;
  const boxes = sizes.map(
    ({ variant, product }) => [variant, product ?? variant, variant === chosen] as const,
  );
  const ways = channels.map((name, index) => [name, word(BY[name]), !index] as const);
  return [
    plan.multiple && group("sizes", boxes, word("products")),
    channels.length > 1 && group("channels", ways, word("channels")),
    email && field("email", "email", word("email"), { autocapitalize: "off", spellcheck: "false" }),
    phone && countries.length > 0 && country(countries, word("country"), lang),
    phone && field("tel", "phone", word("phone")),
    consent && box("consent", make("slot", { name: "sms-consent" })),
    newsletter && box("newsletter", make("slot", { name: "newsletter" }, word("newsletter"))),
  ];
}

/** Autofill and keyboards of phones go by type, name and mode. */
function field(type: string, id: string, label: string, props: Props = {}): HTMLElement {
  const names = { id, name: id, type, inputmode: type, autocomplete: type, enterkeyhint: "send" };
  const input = make("input", {
    part: "input",
    ...names,
    required: true,
    "aria-describedby": `${id}-error`,
    ...props,
  });
  return make("div", { class: "field" }, labelOf(id, label), input, errorOf(id));
}

function country(codes: string[], label: string, lang: string): HTMLElement {
  const names = new Intl.DisplayNames([lang], { type: "region", fallback: "code" });
  const options = codes.map((value) => make("option", { value }, names.of(value)));
  const props = { part: "input", id: "country", name: "country", autocomplete: "country" };
  return make("div", { class: "field" }, labelOf("country", label), make("select", props, ...options));
}

function box(id: string, content: Node): HTMLElement {
  const input = make("input", {
    part: "checkbox",
    type: "checkbox",
    id,
    name: id,
    "aria-describedby": `${id}-error`,
  });
  return make(
    "div",
    { class: "field" },
    make("label", { part: "choice" }, input, make("span", {}, content)),
    errorOf(id),
  );
}

/** Boxes of which some are to be ticked. */
function group(id: string, boxes: (readonly [string, string, boolean])[], legend: string): HTMLElement {
  const labels = boxes.map(([value, label, checked]) =>
    make(
      "label",
      { part: "choice" },
      make("input", { part: "checkbox", type: "checkbox", name: id, value, checked }),
      label,
    ),
  );
  const props = { part: "group", id, tabIndex: -1, "aria-describedby": `${id}-error` };
  return make("fieldset", props, make("legend", { part: "label" }, legend), ...labels, errorOf(id));
}

const labelOf = (id: string, text: string) => make("label", { part: "label", for: id }, text);
const errorOf = (id: string) => make("p", { part: "error", id: `${id}-error`, class: "error" });
