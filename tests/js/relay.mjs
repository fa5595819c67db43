// What the tests of the relay's handler share.
import { createEmulator } from "back-in-stock/emulator";
import { createRelay } from "back-in-stock/relay";
import { companyId, feed, paths, variant } from "./helpers.mjs";

export const privateKey = "pk_emulator_not_a_real_key";
export const identityKey = "0123456789abcdef".repeat(4);
export const server = "/api/back-in-stock-subscriptions";

export async function start(t, options) {
  const emulator = await createEmulator({ feed, ...options });
  t.after(() => emulator.close());
  return emulator;
}

/** A handler for the emulator, and the problems that it reports. */
export function relayFor(upstream, options) {
  const problems = [];
  const onProblem = ({ code, field }) => problems.push(field ? `${code} ${field}` : code);
  const relay = createRelay({ companyId, privateKey, basePath: "/bis", upstream, onProblem, ...options });
  return { relay, problems };
}

/** A queue that keeps its messages until they are delivered. Delays are noted, and not waited for. */
export function memoryQueue() {
  const sent = [];
  const queue = {
    sent,
    send: async (body, { delaySeconds = 0 } = {}) => void sent.push({ body, delaySeconds }),
    /** Delivers what is there now; returns how each message ended. */
    async deliver(relay) {
      const messages = sent.splice(0).map(({ body }) => {
        const message = { body, end: undefined };
        message.ack = () => {
          message.end = "ack";
        };
        message.retry = ({ delaySeconds }) => {
          message.end = delaySeconds;
        };
        return message;
      });
      await relay.consume({ messages });
      return messages.map(({ end }) => end);
    },
  };
  return queue;
}

export const documentOf = (attributes, id = variant, channels = ["EMAIL"]) => ({
  data: {
    type: "back-in-stock-subscription",
    attributes: { channels, profile: { data: { type: "profile", attributes } } },
    relationships: { variant: { data: { type: "catalog-variant", id } } },
  },
});

/** What a page sends. */
export function request({
  email = "ann@example.com",
  body,
  headers,
  path = `/bis${paths.alert}`,
  ...init
} = {}) {
  return new Request(`https://shop.example${path}?company_id=${companyId}`, {
    method: "POST",
    headers: { origin: "https://shop.example", "content-type": "application/vnd.api+json", ...headers },
    body: body ?? JSON.stringify(documentOf({ email })),
    duplex: "half",
    ...init,
  });
}

export const codeOf = async (response) => (await response.json()).errors[0].code;
export const requestsOf = (emulator) => emulator.state().requests.map(({ path, status }) => [path, status]);
