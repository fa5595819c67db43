import { parseBody } from "./api/body.ts";
import { checkContract } from "./api/contract-check.ts";
import { type Decision, decide } from "./api/decide.ts";
import { findEndpoint } from "./api/endpoints.ts";
import type { Finding } from "./api/findings.ts";
import { Rejection } from "./api/rejection.ts";
import type { ReceivedBody, ReceivedRequest } from "./api/request.ts";
import type { Emulation } from "./emulation.ts";
import { checkFault, type Fault, takesEffect } from "./faults.ts";
import { maskAuthorization, maskKeys } from "./mask.ts";
import { documentReply, errorReply, type Reply } from "./reply.ts";
import type { SeenRequest } from "./state.ts";

/** Decides how to answer an API request, applies the change to the account, and records both. */
export function handleRequest(request: ReceivedRequest, emulation: Emulation): Reply {
  // A read sees the consents of the jobs that are complete by now.
  emulation.account.advanceTo(request.at);
  const decision = decide(request, emulation);
  const { status, headers } = decision;
  const findings = emulation.isStrict ? checkContract(request, emulation) : undefined;
  const { path, method } = request;
  const isRead = method === "GET" && findEndpoint(path)?.method === "GET";
  if (method !== "POST" && !isRead) return complete(request, decision, findings, emulation, {});
  const counts = isRead ? emulation.reads : emulation.deliveries;
  const delivery = counts.receive(path, isRead ? request.query.toString() : textOf(request.body));
  const fault = emulation.faults.script?.({
    path,
    body: bodyForState(request.body),
    attempt: delivery.received,
  });
  if (fault && !takesEffect(checkFault(fault))) {
    const seen = toSeenRequest(request, decision, findings);
    record({ ...seen, status: statusOfFault(fault), errors: 0 }, emulation);
    return { status, headers, fault };
  }
  const reply = complete(request, decision, findings, emulation, fault ? { fault } : {});
  if (status !== 202) return reply;
  delivery.accepted += 1;
  let isLost = false;
  const lost = () => {
    if (!isLost) delivery.lost += 1;
    isLost = true;
  };
  return { ...reply, lost };
}

/** The status that the caller gets instead of the decision's; 0 means no response. */
function statusOfFault(fault: Fault): number {
  if (fault.kind === "challenge") return 403;
  return "status" in fault ? fault.status : 0;
}

/** Applies a decision: counts the request, changes the account, and records the request. */
function complete(
  request: ReceivedRequest,
  decision: Decision,
  findings: readonly Finding[] | undefined,
  emulation: Emulation,
  more: Pick<Reply, "fault">,
): Reply {
  const { status, headers, errors, document, counted, change } = decision;
  if (counted !== undefined) emulation.quotas.count(counted, request.at);
  if (change) emulation.dispatch(change, request.at);
  record(toSeenRequest(request, decision, findings), emulation);
  if (errors.length > 0) return { ...errorReply(status, errors, headers), ...more };
  return { ...(document ? documentReply(status, document, headers) : { status, headers }), ...more };
}

function record(seen: SeenRequest, emulation: Emulation): void {
  emulation.requests.add(seen);
  if (seen.findings) emulation.findings.add(seen.path, seen.findings);
  emulation.options.onRequest?.(seen);
  emulation.notify();
}

function toSeenRequest(
  request: ReceivedRequest,
  decision: Decision,
  findings: readonly Finding[] | undefined,
): SeenRequest {
  const companyId = request.query.get("company_id");
  return {
    method: request.method,
    path: maskKeys(request.path),
    ...(request.method === "GET" && request.query.size > 0 && { query: maskKeys(request.query.toString()) }),
    companyId: companyId === null ? null : maskKeys(companyId),
    headers: pickHeaders(request.headers),
    body: bodyForState(request.body),
    revision: decision.revision ?? null,
    status: decision.status,
    errors: decision.errors.length,
    assumptions: decision.assumptions,
    at: new Date(request.at).toISOString(),
    ...(findings && { findings }),
  };
}

const shownHeaders = [
  "accept",
  "authorization",
  "content-type",
  "origin",
  "revision",
  "x-klaviyo-revision-fall-forward-opt-out",
];

function pickHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of shownHeaders) {
    const value = headers.get(name);
    if (value !== undefined)
      picked[name] = name === "authorization" ? maskAuthorization(value) : maskKeys(value);
  }
  return picked;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function textOf(body: ReceivedBody): string {
  return "bytes" in body ? utf8.decode(body.bytes) : "";
}

function bodyForState(body: ReceivedBody): unknown {
  if ("error" in body || body.bytes.length === 0) return null;
  const document = parseBody(body);
  if (!(document instanceof Rejection)) return document.value;
  return maskKeys(new TextDecoder().decode(body.bytes.subarray(0, 1_000)));
}
