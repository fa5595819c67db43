// What a form asks for, from the attributes.
import type { Channel } from "../../types.ts";
import type { Shell } from "../shell.ts";

export interface Plan {
  channels: Channel[];
  email: boolean;
  phone: boolean;
  /** Consent to text messages is asked for, with the page's own text. */
  consent: boolean;
  newsletter: boolean;
  countries: string[];
  multiple: boolean;
}

const CHANNELS: readonly string[] = ["EMAIL", "SMS", "WHATSAPP", "PUSH"] satisfies Channel[];

/** What an element's form asks for. Without a text to agree to there are no text messages, and the console says so. */
export function planOf(shell: Shell): Plan {
  const list = (name: string) => (shell.option(name) ?? "").toUpperCase().match(/\w+/g) ?? [];
  const wanted = list("channels").filter((name) => CHANNELS.includes(name)) as Channel[];
  const listed = Boolean(shell.option("list-id"));
  const recorded = shell.option("sms-consent") === "recorded";
  const text = Boolean(shell.element.querySelector(':scope > [slot="sms-consent"]'));
  const consent = wanted.includes("SMS") && listed && text && !recorded;
  if (wanted.includes("SMS") && !consent && !recorded) warn(shell.element, NO_SMS);
  const whatsapp = shell.option("whatsapp-consent") === "recorded";
  if (wanted.includes("WHATSAPP") && !whatsapp) warn(shell.element, NO_WHATSAPP);
  const offered: Partial<Record<Channel, boolean>> = { SMS: consent || recorded, WHATSAPP: whatsapp };
  const channels = wanted.filter((name) => offered[name] ?? true);
  if (!channels.length) channels.push("EMAIL");
  const newsletter = listed && shell.flag("newsletter");
  // Who is logged in is known by an id, unless consent is to be recorded: that is for an address or a number.
  const known = shell.option("external-id") || shell.option("profile-id");
  const has = (...names: Channel[]) => channels.some((name) => names.includes(name));
  return {
    channels,
    email: newsletter || (!known && has("EMAIL", "PUSH")),
    phone: consent || (!known && has("SMS", "WHATSAPP")),
    consent,
    newsletter,
    countries: list("countries"),
    multiple: shell.flag("multiple"),
  };
}

const NO_SMS = 'no SMS is offered: it needs list-id, and the text to agree to in <span slot="sms-consent">';
const NO_WHATSAPP = 'no WhatsApp is offered: it needs whatsapp-consent="recorded"';

const warned = new WeakMap<Element, string[]>();

/** Says it once for each element. */
function warn(element: Element, message: string): void {
  const before = warned.get(element) ?? [];
  if (before.includes(message)) return;
  warned.set(element, [...before, message]);
  console.warn(`<notify-me>: ${message}`);
}
