// The fields of a form, from the attributes.
import type { Channel } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";
import type { FormTools } from "./fields.ts";

/** A channel that needs consent. Its attribute, its slot and its box have the same name. */
export interface Consent {
  channel: Channel;
  name: string;
  /** The member of `marketing` that records it. */
  marketing: "sms" | "whatsapp";
  /** The member of a request that says it was recorded before. */
  recorded: "smsConsent" | "whatsappConsent";
  /** The text beside a box that is not ticked. */
  needed: keyof Messages;
}

export interface FormConfig {
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
export function readConfig(controller: Controller, { validValue, validList }: FormTools): FormConfig {
  const requested = validList(controller, "channels") as Channel[];
  const hasList = Boolean(controller.option("list-id"));
  const hasText = ({ name }: Consent) =>
    controller.element.querySelector(`:scope > [slot="${name}"]`) !== null;
  const needed = CONSENTS.filter(({ channel }) => requested.includes(channel));
  const recorded = needed.filter(({ name }) => validValue(controller, name) === "recorded");
  const unrecorded = needed.filter((consent) => !recorded.includes(consent));
  const consents = unrecorded.filter((consent) => hasList && hasText(consent));
  const missing = unrecorded.filter((consent) => !consents.includes(consent));
  for (const consent of missing) warnOnce(controller.element, consent);
  const channels = requested.filter((name) => !missing.some(({ channel }) => channel === name));
  if (!channels.length) channels.push("EMAIL");
  const newsletter = hasList && controller.flag("newsletter");
  // A logged-in shopper is known by an id. But consent is recorded for an address or a number.
  const isIdentified = controller.option("external-id") || controller.option("profile-id");
  const has = (...names: Channel[]) => channels.some((name) => names.includes(name));
  return {
    channels,
    email: newsletter || (!isIdentified && has("EMAIL", "PUSH")),
    phone: consents.length > 0 || (!isIdentified && has("SMS", "WHATSAPP")),
    consents,
    recorded,
    newsletter,
    countries: validList(controller, "countries"),
    multiple: controller.flag("multiple"),
  };
}

const warned = new WeakMap<Element, Set<string>>();

/** Once for each element. */
function warnOnce(element: Element, { channel, name }: Consent): void {
  const warnedChannels = warned.get(element) ?? new Set();
  warned.set(element, warnedChannels);
  if (warnedChannels.has(channel)) return;
  warnedChannels.add(channel);
  const text = `<span slot="${name}">`;
  console.warn(
    `<notify-me>: no ${channel} is offered: it needs list-id, and the text to agree to in ${text}`,
  );
}
