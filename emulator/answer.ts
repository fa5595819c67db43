import type { Emulation } from "./emulation.ts";
import { carriesOut, checkFault, type Fault } from "./faults.ts";
import { readDocument } from "./judge/document.ts";
import type { Finding } from "./judge/findings.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import { Refusal } from "./judge/problem.ts";
import type { ReceivedBody, ReceivedRequest } from "./judge/request.ts";
import { inspect } from "./judge/strict.ts";
import { maskAuthorization, maskKeys } from "./mask.ts";
import { type Reply, replyWithProblems } from "./reply.ts";
import type { SeenRequest } from "./state.ts";

/** Judges a request to the service, carries the verdict out, and notes both. */
export function answer(request: ReceivedRequest, emulation: Emulation): Reply {
  const verdict = judge(request, emulation);
  const { status, headers } = verdict;
  const findings = emulation.isStrict ? inspect(request, emulation.account) : undefined;
  if (request.method !== "POST") return finish(request, verdict, findings, emulation, {});
  const delivery = emulation.deliveries.receive(request.path, textOf(request.body));
  const { path } = request;
  const fault = emulation.faults.script?.({ path, body: showBody(request.body), attempt: delivery.received });
  if (fault && !carriesOut(checkFault(fault))) {
    const seen = describe(request, verdict, findings);
    note({ ...seen, status: statusOf(fault), errors: 0 }, emulation);
    return { status, headers, fault };
  }
  if (status !== 202) return finish(request, verdict, findings, emulation, fault ? { fault } : {});
  const reply = finish(request, verdict, findings, emulation, fault ? { fault } : {});
  delivery.accepted += 1;
  let isLost = false;
  const lost = () => {
    if (!isLost) delivery.lost += 1;
    isLost = true;
  };
  return { ...reply, lost };
}

/** What the caller gets instead of the verdict; 0: no answer. */
function statusOf(fault: Fault): number {
  if (fault.kind === "challenge") return 403;
  return "status" in fault ? fault.status : 0;
}

/** Carries a verdict out. */
function finish(
  request: ReceivedRequest,
  verdict: Verdict,
  findings: readonly Finding[] | undefined,
  emulation: Emulation,
  more: Pick<Reply, "fault">,
): Reply {
  const { status, headers, problems, counted, change } = verdict;
  if (counted !== undefined) emulation.quotas.count(counted, request.at);
  if (change) emulation.perform({ do: "accept", ...change }, request.at);
  note(describe(request, verdict, findings), emulation);
  return {
    ...(problems.length > 0 ? replyWithProblems(status, problems, headers) : { status, headers }),
    ...more,
  };
}

function note(seen: SeenRequest, emulation: Emulation): void {
  emulation.requests.add(seen);
  if (seen.findings) emulation.findings.add(seen.path, seen.findings);
  emulation.options.onRequest?.(seen);
  emulation.changed();
}

function describe(
  request: ReceivedRequest,
  verdict: Verdict,
  findings: readonly Finding[] | undefined,
): SeenRequest {
  const companyId = request.query.get("company_id");
  return {
    method: request.method,
    path: maskKeys(request.path),
    companyId: companyId === null ? null : maskKeys(companyId),
    headers: pickHeaders(request.headers),
    body: showBody(request.body),
    revision: verdict.revision ?? null,
    status: verdict.status,
    errors: verdict.problems.length,
    choices: verdict.choices,
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

function textOf(body: ReceivedBody): string {
  if (!("bytes" in body)) return "";
  const { buffer, byteOffset, length } = body.bytes;
  return Buffer.from(buffer, byteOffset, length).toString();
}

function showBody(body: ReceivedBody): unknown {
  if ("fault" in body || body.bytes.length === 0) return null;
  const document = readDocument(body);
  if (!(document instanceof Refusal)) return document.value;
  return maskKeys(new TextDecoder().decode(body.bytes.subarray(0, 1_000)));
}
