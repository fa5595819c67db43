import type { FaultScript } from "../faults.ts";
import type { Settings } from "../options.ts";
import type { EmulatorState, SeenRequest } from "../state.ts";
import type { Catalog } from "./catalog.ts";
import { type ConsentRequest, Consents } from "./consents.ts";
import { Deliveries } from "./deliveries.ts";
import { type Identifiers, Profiles } from "./profiles.ts";
import { Quotas } from "./quotas.ts";
import { type SubscriptionRequest, Subscriptions } from "./subscriptions.ts";

/** What an accepted request changes. */
export interface Change {
  readonly identifiers: Identifiers;
  readonly subscription?: SubscriptionRequest;
  readonly consents?: readonly ConsentRequest[];
}

const requestsKept = 1_000;

/** The emulated account: everything that outlives a request. It knows nothing of HTTP. */
export class Account {
  readonly settings: Settings;
  readonly catalog: Catalog;
  readonly quotas = new Quotas();
  readonly deliveries = new Deliveries();
  /** What goes wrong, if anything. */
  faults: FaultScript | undefined;
  readonly #profiles = new Profiles();
  readonly #subscriptions = new Subscriptions();
  readonly #consents = new Consents();
  readonly #requests: SeenRequest[] = [];
  #requestCount = 0;

  constructor(settings: Settings, catalog: Catalog) {
    this.settings = settings;
    this.catalog = catalog;
    this.faults = settings.faults;
  }

  apply({ identifiers, subscription, consents = [] }: Change, at: number): void {
    const { profile, absorbed } = this.#profiles.resolve(identifiers);
    this.#subscriptions.move(absorbed, profile);
    this.#consents.move(absorbed, profile);
    if (subscription) this.#subscriptions.add(profile, subscription, at);
    for (const consent of consents) this.#consents.add(profile, consent, at);
  }

  record(request: SeenRequest): void {
    this.#requestCount += 1;
    this.#requests.push(request);
    if (this.#requests.length > requestsKept) this.#requests.shift();
  }

  /** A copy: what is done to it changes nothing here. */
  state(): EmulatorState {
    return structuredClone({
      companyId: this.settings.companyId,
      catalog: [...this.catalog.values()],
      profiles: this.#profiles.list(),
      subscriptions: this.#subscriptions.list(),
      events: this.#subscriptions.events(),
      consents: this.#consents.list(),
      requests: this.#requests,
      requestCount: this.#requestCount,
      deliveries: this.deliveries.list(),
    });
  }
}
