// What a shop's tests may look like: every function and type of the emulator's entry.
import {
  type BackInStockEvent,
  type CatalogVariant,
  type Channel,
  type Choice,
  type ChoiceId,
  type Consent,
  choices,
  createEmulator,
  defaultPrivateKey,
  describeChoice,
  type Emulator,
  EmulatorError,
  type EmulatorErrorCode,
  type EmulatorOptions,
  type EmulatorState,
  type Limits,
  type Profile,
  type SeenRequest,
  type Subscription,
} from "back-in-stock/emulator";

const limits: Limits = { burst: 3, steady: 60 };
const options: EmulatorOptions = {
  feed: [{ id: "SKU-1" }],
  port: 0,
  companyId: "ABC123",
  privateKey: defaultPrivateKey,
  accessToken: "token",
  limits,
  now: () => 0,
};

export async function look(): Promise<EmulatorState> {
  const emulator: Emulator = await createEmulator(options);
  const state = emulator.state();
  const variants: readonly CatalogVariant[] = state.catalog;
  const profiles: readonly Profile[] = state.profiles;
  const subscriptions: readonly Subscription[] = state.subscriptions;
  const events: readonly BackInStockEvent[] = state.events;
  const consents: readonly Consent[] = state.consents;
  const requests: readonly SeenRequest[] = state.requests;
  const channels: readonly Channel[] = subscriptions.flatMap((one) => one.channels);
  console.log(emulator.url, variants, profiles, events, consents, requests, channels, state.requestCount);
  await emulator.close();
  return state;
}

const choice: ChoiceId = "throttled";
const chosen: Choice = choices[choice];
export const text: string = describeChoice(chosen);
export const told = (error: unknown): EmulatorErrorCode | undefined =>
  error instanceof EmulatorError ? error.code : undefined;

// @ts-expect-error options are known by name
createEmulator({ prot: 80 });
// @ts-expect-error a feed is a path or rows
createEmulator({ feed: 7 });
// @ts-expect-error the state is a copy to be read
(await createEmulator()).state().requestCount = 0;
// @ts-expect-error there is no such choice
export const none: ChoiceId = "none";
