import type { Account } from "./account/account.ts";
import { answerAtDesk } from "./desk.ts";
import { carriesOut, checkFault } from "./faults.ts";
import { readDocument } from "./judge/document.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import { Refusal } from "./judge/problem.ts";
import type { ReceivedBody, ReceivedRequest } from "./judge/request.ts";
import { maskAuthorization, maskKeys } from "./mask.ts";
import { type Reply, replyWithProblems } from "./reply.ts";
import type { SeenRequest } from "./state.ts";

/** Judges a request, carries the verdict out, and notes both. */
export function answer(request: ReceivedRequest, account: Account): Reply {
  const reply = answerAtDesk(request.method, request.path, account);
  if (reply) return reply;
  const verdict = judge(request, account);
  const { status, headers, problems } = verdict;
  if (request.method !== "POST") return finish(request, verdict, account, {});
  const text = "bytes" in request.body ? new TextDecoder().decode(request.body.bytes) : "";
  const delivery = account.deliveries.receive(request.path, text);
  const { path } = request;
  const fault = account.faults?.({ path, body: showBody(request.body), attempt: delivery.received });
  if (fault && !carriesOut(checkFault(fault))) {
    account.record({
      ...describe(request, verdict),
      status: "status" in fault ? fault.status : 0,
      errors: 0,
    });
    const refused = problems.length > 0 ? replyWithProblems(status, problems, headers) : { status, headers };
    return { ...refused, fault };
  }
  if (status !== 202) return finish(request, verdict, account, fault ? { fault } : {});
  delivery.accepted += 1;
  let isLost = false;
  const lost = () => {
    if (!isLost) delivery.lost += 1;
    isLost = true;
  };
  return finish(request, verdict, account, fault ? { fault, lost } : { lost });
}

/** Carries a verdict out. */
function finish(
  request: ReceivedRequest,
  verdict: Verdict,
  account: Account,
  more: Pick<Reply, "fault" | "lost">,
): Reply {
  const { status, headers, problems, counted, change } = verdict;
  if (counted !== undefined) account.quotas.count(counted, request.at);
  if (change) account.apply(change, request.at);
  account.record(describe(request, verdict));
  return {
    ...(problems.length > 0 ? replyWithProblems(status, problems, headers) : { status, headers }),
    ...more,
  };
}

function describe(request: ReceivedRequest, verdict: Verdict): SeenRequest {
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

function showBody(body: ReceivedBody): unknown {
  if ("fault" in body || body.bytes.length === 0) return null;
  const document = readDocument(body);
  if (!(document instanceof Refusal)) return document.value;
  return maskKeys(new TextDecoder().decode(body.bytes.subarray(0, 1_000)));
}
