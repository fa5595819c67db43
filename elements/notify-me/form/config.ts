// Derives the fields of a form from the attributes.
import type { Channel } from "../../../src/js/entry/subscribe.ts";
import type { Controller } from "../controller.ts";
import type { Messages } from "../locales/messages.ts";
import type { FormTools } from "./fields.ts";

/** A channel that needs consent. `name` is the name of its attribute, slot and checkbox. */
export interface Consent {
  channel: Channel;
  name: string;
  /** The member of `marketing` that records it. */
  marketing: "sms" | "whatsapp";
  /** The member of a request that reports consent recorded earlier. */
  recorded: "smsConsent" | "whatsappConsent";
  /** The error text if the checkbox is not checked. */
  needed: keyof Messages;
}

/** The configuration of a form. */
export interface FormConfig {
  channels: Channel[];
  email: boolean;
  phone: boolean;
  /** Consents to collect in the form, with texts from the page. */
  consents: Consent[];
  /** Consents that the page has already recorded. */
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

/** Reads the configuration of a form. Omits channels whose consent cannot be recorded, with a console warning. */
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
  // An ID identifies a logged-in shopper. Consent, however, is recorded for an email address or a phone number.
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

/** Warns about a channel, once for each element. */
function warnOnce(element: Element, { channel, name }: Consent): void {
  const warnedChannels = warned.get(element) ?? new Set();
  warned.set(element, warnedChannels);
  if (warnedChannels.has(channel)) return;
  warnedChannels.add(channel);
  const text = `<span slot="${name}">`;
  console.warn(`<notify-me>: ${channel} is not offered; it needs list-id and a consent text in ${text}`);
}
