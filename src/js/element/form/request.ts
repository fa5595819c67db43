// From the form and the attributes to a request, and to the client that sends it.
import type { BackInStockOptions, SubscriptionRequest } from "../../types.ts";
import type { Shell } from "../shell.ts";
import type { View } from "./view.ts";

/** What the client is made with. */
export function clientOptions(shell: Shell, country?: string): BackInStockOptions {
  const text = (name: string) => shell.option(name) || undefined;
  const timeout = text("timeout");
  const outbox = text("outbox");
  return {
    companyId: text("company-id") ?? "",
    endpoint: text("endpoint"),
    integration: text("integration"),
    catalog: text("catalog"),
    revision: text("revision"),
    country: country || text("country"),
    timeout: timeout === undefined ? undefined : Number(timeout),
    outbox:
      outbox === undefined ? undefined : /^\d+$/.test(outbox) ? { days: Number(outbox) } : outbox !== "false",
  };
}

/** What the form asks for, but for the variant: identifiers that somebody wants to be told by, and no others. */
export function requestOf(shell: Shell, view: View): Omit<SubscriptionRequest, "variant"> {
  const agreed = (id: string) => view.asks(id) && Boolean(view.find(id)?.checked);
  const typed = (id: string) => (view.asks(id) ? view.value(id) : undefined);
  const email = agreed("newsletter");
  const sms = agreed("consent");
  return {
    profile: {
      email: typed("email"),
      phoneNumber: typed("phone"),
      externalId: shell.option("external-id") || undefined,
      id: shell.option("profile-id") || undefined,
    },
    channels: view.channels(),
    ...((email || sms) && { marketing: { listId: shell.option("list-id") ?? "", email, sms } }),
    ...(shell.option("sms-consent") === "recorded" && { smsConsent: "recorded" }),
  };
}
