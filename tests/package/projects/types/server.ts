// What a shop's tests may look like: every function and type of the emulator's entries.
import {
  type Assumption,
  type AssumptionId,
  assumptions,
  type BackInStockEvent,
  type BackInStockSettings,
  type CatalogPage,
  type CatalogRow,
  type CatalogVariant,
  type Channel,
  type Consent,
  type ConsentJob,
  type ConsentPage,
  createEmulator,
  type Delivery,
  defaultPrivateKey,
  describeAssumption,
  type Emulator,
  EmulatorError,
  type EmulatorErrorCode,
  type EmulatorOptions,
  type EmulatorState,
  type EventPage,
  type Fault,
  type FaultRequest,
  type FaultRule,
  type FaultScript,
  type FeedFields,
  type FeedSource,
  type FeedState,
  type FieldMapping,
  type Finding,
  type FindingCode,
  type FindingSummary,
  findings,
  type JobPage,
  type Limits,
  type Message,
  type MessagePage,
  type MessageStatus,
  type OptInProcess,
  type Profile,
  type RequestPage,
  type SeenRequest,
  type Subscription,
  type Summary,
  type Suppression,
  type SyncReport,
  type WaitingPage,
} from "back-in-stock/emulator";
import { type EmulatorPlugin, emulator as plugin } from "back-in-stock/emulator/vite";

const limits: Limits = { burst: 3, steady: 60 };
const feed: FeedSource = [{ id: "SKU-1", stock: "3" }];
const quantity: FieldMapping = { key: "stock", type: "number" };
const fields: FeedFields = { quantity, id: "id" };
const down: Fault = { kind: "status", status: 503, retryAfter: "5" };
const rule: FaultRule = { fault: down, attempts: 1, path: "/client/subscriptions" };
const script: FaultScript = ({ attempt }: FaultRequest) => (attempt === 1 ? down : undefined);
const settings: Partial<BackInStockSettings> = { customersPerUnit: 5, messageStatus: "draft" };
const optIn: OptInProcess = "double_opt_in";
const options: EmulatorOptions = {
  feed,
  fields,
  port: 0,
  companyId: "ABC123",
  privateKey: defaultPrivateKey,
  accessToken: "token",
  scopes: ["profiles:read"],
  lists: { LIST01: optIn },
  optIn,
  jobDuration: "90s",
  limits,
  now: () => 0,
  faults: [rule],
  settings,
  strict: true,
  onRequest: (request: SeenRequest) => console.log(request.findings?.length),
  data: "emulator.jsonl",
};

export async function look(): Promise<EmulatorState> {
  const emulator: Emulator = await createEmulator(options);
  const state = emulator.state();
  const variants: readonly CatalogVariant[] = state.catalog;
  const profiles: readonly Profile[] = state.profiles;
  const subscriptions: readonly Subscription[] = state.subscriptions;
  const events: readonly BackInStockEvent[] = state.events;
  const consents: readonly Consent[] = state.consents;
  const jobs: readonly ConsentJob[] = state.jobs;
  const suppressions: readonly Suppression[] = state.suppressions;
  const requests: readonly SeenRequest[] = state.requests;
  const deliveries: readonly Delivery[] = state.deliveries;
  const messages: readonly Message[] = state.messages;
  const source: FeedState = state.feed;
  const status: MessageStatus = state.messageStatus;
  const channels: readonly Channel[] = subscriptions.flatMap((one) => one.channels);
  console.log(emulator.url, variants, profiles, events, consents, requests, channels, state.requestCount);
  console.log(
    jobs,
    suppressions,
    deliveries,
    messages,
    source,
    status,
    state.settings?.waitMinutes,
    state.now,
  );
  await emulator.close();
  return state;
}

export async function loop(emulator: Emulator): Promise<readonly FindingSummary[]> {
  emulator.script(script);
  emulator.script([rule]);
  emulator.script(undefined);
  emulator.limit({ burst: 5 });
  emulator.stock("SKU-1", 3);
  const report: SyncReport = await emulator.sync();
  await emulator.advance("6h");
  await emulator.advance(1_000);
  const all: BackInStockSettings = emulator.configure(settings);
  console.log(report.restocked, all.minimumInventory, emulator.send());
  console.log(emulator.confirm("ann@example.com"));
  emulator.unsubscribe("+15005550006", "whatsapp");
  emulator.unsubscribe("ann@example.com");
  emulator.suppress("ann@example.com", "HARD_BOUNCE");
  emulator.suppress("ann@example.com");
  await emulator.pause();
  await emulator.resume();
  await emulator.reset();
  return emulator.findings();
}

export async function overHttp(url: string): Promise<number> {
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${url}/emulator/${path}`)).json()) as T;
  const { counts } = await read<Summary>("summary");
  const { rows } = await read<CatalogPage>("catalog");
  const row: CatalogRow | undefined = rows[0];
  const { total } = await read<WaitingPage>("waiting?variant=x");
  const pages = [
    await read<EventPage>("events"),
    await read<MessagePage>("messages"),
    await read<ConsentPage>("consents"),
    await read<JobPage>("jobs"),
  ];
  const { rows: sent } = await read<RequestPage>("requests");
  return counts.waiting + total + pages.length + (row?.waiting ?? 0) + (sent[0]?.number ?? 0);
}

const assumption: AssumptionId = "throttled";
const chosen: Assumption = assumptions[assumption];
export const text: string = describeAssumption(chosen);
const code: FindingCode = "trailing_slash";
export const finding: Finding = { code, where: "path", detail: findings[code] };
export const told = (error: unknown): EmulatorErrorCode | undefined =>
  error instanceof EmulatorError ? error.code : undefined;
export const vite: EmulatorPlugin = plugin({ feed: "feed.json", port: 4401 });

// @ts-expect-error options are known by name
createEmulator({ prot: 80 });
// @ts-expect-error a feed is a path or rows
createEmulator({ feed: 7 });
// @ts-expect-error the state is a copy to be read
(await createEmulator()).state().requestCount = 0;
// @ts-expect-error there is no such assumption
export const none: AssumptionId = "none";
// @ts-expect-error a fault is of a kind that there is
export const strange: Fault = { kind: "explode" };
// @ts-expect-error so is a status
(await createEmulator()).configure({ messageStatus: "on" });
