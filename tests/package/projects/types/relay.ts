// A server's route: every function and type of the relay's entry.
import {
  BackInStockError,
  createRelay,
  type ErrorCode,
  type Relay,
  type RelayBatch,
  type RelayOptions,
  type RelayOutcome,
  type RelayQueue,
  type RelayQueueMessage,
} from "back-in-stock/relay";

const sent: string[] = [];
const queue: RelayQueue = {
  send: async (message, { delaySeconds = 0 } = {}) => sent.push(message, `${delaySeconds}`),
};
const ended: RelayOutcome[] = [];
const options: RelayOptions = {
  companyId: "ABC123",
  privateKey: "pk_example",
  basePath: "/bis",
  allowOrigin: ["https://shop.example"],
  upstream: "http://127.0.0.1:4401",
  revision: "2026-07-15",
  timeout: 5_000,
  queue,
  identityKey: ["0".repeat(64)],
  onProblem: ({ code }) => console.log(code satisfies ErrorCode),
  onOutcome: (outcome) => ended.push(outcome),
};
const relay: Relay = createRelay(options);
const message: RelayQueueMessage = {
  body: sent[0],
  ack: () => {},
  retry: (retry) => console.log(retry?.delaySeconds),
};
const batch: RelayBatch = { messages: [message] };

export async function handle(request: Request): Promise<Response> {
  await relay.consume(batch).catch((error: unknown) => error instanceof BackInStockError);
  return relay(request);
}

// @ts-expect-error: a queue must have a method send
createRelay({ companyId: "ABC123", privateKey: "pk_example", queue: {} });
// @ts-expect-error: the private key is missing
createRelay({ companyId: "ABC123" });
