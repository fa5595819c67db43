import { DurableObject } from "cloudflare:workers";
import { AccountLimiter, createRelay } from "back-in-stock/relay";

// One object for the account: it keeps all consumers within Klaviyo's limits.
export class Limiter extends DurableObject<Env> {
  #limiter = new AccountLimiter({ storage: this.ctx.storage });

  reserve(id: string, count: number) {
    return this.#limiter.reserve(id, count);
  }

  release(id: string) {
    return this.#limiter.release(id);
  }

  pause(wait: number) {
    return this.#limiter.pause(wait);
  }
}

const relayOf = (env: Env) =>
  createRelay({
    companyId: "ABC123",
    privateKey: env.KLAVIYO_PRIVATE_KEY,
    identityKey: env.IDENTITY_KEY,
    basePath: "/bis",
    queue: env.ALERTS,
    limiter: env.LIMITER.get(env.LIMITER.idFromName("account")),
    upstream: env.KLAVIYO_URL, // unset, except in tests
  });

export default {
  fetch: (request, env) => relayOf(env)(request),
  queue: (batch, env) => relayOf(env).consume(batch),
} satisfies ExportedHandler<Env>;
