// A handler of requests: a relay without a store of its own.
import type { RelayHead, RelayReply } from "#relay";
import { longestBody } from "#relay";
import { BackInStockError } from "../shared/errors.ts";
import { Consumer } from "./consume.ts";
import { start } from "./module.ts";
import { Rules } from "./rules.ts";
import { newReceipt, Seal } from "./seal.ts";
import { checkRelayOptions, type Settings } from "./settings.ts";
import { readAtMost, transmit } from "./transmit.ts";
import type { Relay, RelayBatch, RelayOptions } from "./types.ts";

/**
 * Creates a handler for a route of the shop's own server. Pages send their requests to it instead of to Klaviyo:
 * `new BackInStock({ companyId, endpoint: "/bis" })`.
 *
 * Without a queue, it forwards a request at once. After a temporary failure it answers 503, so that the page's outbox keeps
 * the request. With a queue, it stores a request, answers 202 with the header `Back-In-Stock-Relay: stored`, and `consume`
 * delivers it.
 *
 * @throws BackInStockError `invalid_company_id`, `private_key`, `unknown_option`, `invalid_option`, `load_failed`
 */
export function createRelay(options: RelayOptions): Relay {
  const settings = checkRelayOptions(options);
  start();
  const rules = new Rules(settings.core);
  const seal = new Seal(settings.keys, settings.core.companyId as string);
  const { queue } = settings;
  const consumer = queue && new Consumer(settings, queue, rules, seal);
  const handle = async (request: Request) => {
    try {
      return await answer(request, settings, rules, seal);
    } catch (error) {
      if (error instanceof BackInStockError) settings.onProblem(error);
      // The page's outbox keeps the request.
      return new Response(null, { status: 503, headers: { "retry-after": "5" } });
    }
  };
  const consume = async (batch: RelayBatch) => {
    // Without one, no message could be postponed.
    if (!consumer) throw new BackInStockError("invalid_option", "queue", "is required to consume messages");
    await consumer.consume(batch);
  };
  return Object.assign(handle, { consume });
}

async function answer(request: Request, settings: Settings, rules: Rules, seal: Seal): Promise<Response> {
  const head = headOf(request);
  const refusal = rules.call((rules) => rules.open(head));
  if (refusal) return responseOf(refusal);
  const postpone = () => responseOf(rules.call((rules) => rules.notStored(head)));
  const received = await readAtMost(request.body, longestBody()).then(
    (body) => ({ body }),
    () => undefined,
  );
  // It did not arrive in full. A 400 would be final for a page.
  if (!received) return postpone();
  const { body } = received;
  if (head.identity !== undefined && body) {
    const signed = rules.call((rules) => rules.signed(head, body));
    head.isSigned = signed !== undefined && (await settings.signatures.verify(signed));
  }
  const taken = rules.call((rules) => rules.take(head, body, newReceipt()));
  if (taken.reply) return responseOf(taken.reply);
  const { call, message, page } = taken;
  if (page) head.page = page;
  if (settings.queue) {
    const isStored = await settings.queue.send(await seal.close(message)).then(
      () => true,
      () => false,
    );
    return isStored ? responseOf(rules.call((rules) => rules.stored(head, message))) : postpone();
  }
  const { status, body: answered, retryAfter } = await transmit(call, settings.timeout);
  const problem = status && rules.call((rules) => rules.problem(status, answered));
  if (problem) settings.onProblem(problem);
  return responseOf(rules.call((rules) => rules.settle(head, status, answered, retryAfter)));
}

function headOf({ method, url, headers }: Request): RelayHead {
  const { pathname, search, host } = new URL(url);
  const head: RelayHead = {
    method,
    path: pathname,
    query: search.slice(1),
    host: headers.get("host") ?? host,
  };
  const sent = {
    origin: headers.get("origin"),
    contentType: headers.get("content-type"),
    referer: headers.get("referer"),
    identity: headers.get("back-in-stock-identity"),
  };
  for (const [name, value] of Object.entries(sent))
    if (value !== null) head[name as keyof typeof sent] = value;
  return head;
}

const responseOf = ({ status, headers, body }: RelayReply) => new Response(body || null, { status, headers });
