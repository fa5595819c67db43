// The fields of a form, from the attributes.
import type { Channel } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { Words } from "../words/words.ts";
import type { Tools } from "./fields.ts";

/** A channel that needs consent. Its attribute, its slot and its box have the same name. */
export interface Consent {
  channel: Channel;
  name: string;
  /** The member of `marketing` that records it. */
  marketing: "sms" | "whatsapp";
  /** The member of a request that says it was recorded before. */
  recorded: "smsConsent" | "whatsappConsent";
  /** The text beside a box that is not ticked. */
  needed: keyof Words;
}

export interface Plan {
  channels: Channel[];
  email: boolean;
  phone: boolean;
  /** Consents that the form asks for, with the page's own texts. */
  consents: Consent[];
  /** Consents that the page has recorded before. */
  recorded: Consent[];
  newsletter: boolean;
  countries: string[];
  multiple: boolean;
}

const CONSENTS: readonly Consent[] = [
  {
    channel: "SMS",
    name: "sms-consent",
    marketing: "sms",
    recorded: "smsConsent",
    needed: "consentNeeded",
  },
  {
    channel: "WHATSAPP",
    name: "whatsapp-consent",
    marketing: "whatsapp",
    recorded: "whatsappConsent",
    needed: "whatsappConsentNeeded",
  },
];

/** The plan of an element's form. A channel whose consent cannot be recorded is left out, and the console says so. */
export function planOf(controller: Controller, { usable, usableWords }: Tools): Plan {
  const wanted = usableWords(controller, "channels") as Channel[];
  const listed = Boolean(controller.option("list-id"));
  const hasText = ({ name }: Consent) =>
    controller.element.querySelector(`:scope > [slot="${name}"]`) !== null;
  const needed = CONSENTS.filter(({ channel }) => wanted.includes(channel));
  const recorded = needed.filter(({ name }) => usable(controller, name) === "recorded");
  const open = needed.filter((consent) => !recorded.includes(consent));
  const consents = open.filter((consent) => listed && hasText(consent));
  const missing = open.filter((consent) => !consents.includes(consent));
  for (const consent of missing) warn(controller.element, consent);
  const channels = wanted.filter((name) => !missing.some(({ channel }) => channel === name));
  if (!channels.length) channels.push("EMAIL");
  const newsletter = listed && controller.flag("newsletter");
  // A logged-in shopper is known by an id. But consent is recorded for an address or a number.
  const known = controller.option("external-id") || controller.option("profile-id");
  const has = (...names: Channel[]) => channels.some((name) => names.includes(name));
  return {
    channels,
    email: newsletter || (!known && has("EMAIL", "PUSH")),
    phone: consents.length > 0 || (!known && has("SMS", "WHATSAPP")),
    consents,
    recorded,
    newsletter,
    countries: usableWords(controller, "countries"),
    multiple: controller.flag("multiple"),
  };
}

const warned = new WeakMap<Element, Set<string>>();

/** Once for each element. */
function warn(element: Element, { channel, name }: Consent): void {
  const before = warned.get(element) ?? new Set();
  warned.set(element, before);
  if (before.has(channel)) return;
  before.add(channel);
  const text = `<span slot="${name}">`;
  console.warn(
    `<notify-me>: no ${channel} is offered: it needs list-id, and the text to agree to in ${text}`,
  );
}
