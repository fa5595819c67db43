import {
  createEmulator,
  defaultPrivateKey,
  type Emulator,
  type EmulatorOptions,
  type FeedFields,
  type OptInProcess,
  type SeenRequest,
} from "../emulator/index.ts";
import { parse, readNumber } from "./args.ts";
import { type Command, type Output, UsageError } from "./command.ts";
import { unknownFieldMessage } from "./feed/options.ts";
import { printable } from "./output.ts";

const options = {
  feed: { type: "string" },
  field: { type: "string", multiple: true },
  data: { type: "string" },
  strict: { type: "boolean" },
  port: { type: "string" },
  "company-id": { type: "string" },
  "private-key": { type: "string" },
  "access-token": { type: "string" },
  list: { type: "string", multiple: true },
  "opt-in": { type: "string" },
  "job-duration": { type: "string" },
  burst: { type: "string" },
  steady: { type: "string" },
} as const;

/** Runs an emulator until it is interrupted. */
export const emulator: Command = {
  summary: "Emulates Klaviyo's back-in-stock endpoints on this machine",
  help: `Usage: back-in-stock emulator --feed FEED [OPTIONS]

Emulates Klaviyo's back-in-stock endpoints on 127.0.0.1 until it is interrupted. A dashboard shows the waiting lists and the
messages that are sent when a variant is back in stock.

Options:
  --feed FEED         A JSON or XML feed: a file, or an http or https URL
  --field NAME=KEY    Map a field (id, title, link, quantity, policy), such as quantity=stock; can be repeated
  --data FILE         Store all changes in a file, so that the next start continues from there
  --strict            Print deviations of requests from Klaviyo's API description
  --port N            Default: any free port
  --company-id ID     Public API key, default ABC123
  --private-key KEY   Default ${defaultPrivateKey}
  --access-token T    OAuth access token to accept, default none
  --list ID=PROCESS   A list with single_opt_in or double_opt_in; can be repeated; other lists are then unknown
  --opt-in PROCESS    For consents without a list, default single_opt_in
  --job-duration T    Time that a consent job takes, such as 90s, default 2s
  --burst N           Requests per second, instead of the documented limit
  --steady N          Requests per minute, instead of the documented limit`,

  async run(args, output) {
    const running = await createEmulator({
      ...readArguments(args),
      onRequest: (seen) => printFindings(seen, output),
    });
    output.out(`Emulator:  ${running.url}`);
    output.out(`Dashboard: ${running.url}/`);
    output.out(`State:     ${running.url}/emulator/state`);
    const { catalog, feed } = running.state();
    output.out(`Catalog:   ${catalog.length} variants`);
    if (feed.reason !== null) output.out(`The feed is not inventory-aware: ${printable(feed.reason)}`);
    await untilInterrupted(running);
    return 0;
  },
};

/** Prints the findings of the contract check for a request; there are none without `--strict`. */
function printFindings({ method, path, status, findings = [] }: SeenRequest, output: Output): void {
  if (findings.length === 0) return;
  output.out(`${printable(`${method} ${path}`)}: ${status}`);
  for (const { code, where, detail } of findings) output.out(`  ${code} (${printable(where)}): ${detail}`);
}

function readArguments(args: readonly string[]): EmulatorOptions {
  const { values } = parse(args, options);
  if (!values.feed) throw new UsageError("--feed FEED is required");
  const { port, burst, steady } = values;
  return {
    feed: values.feed,
    ...(values.field && { fields: readFields(values.field) }),
    ...(values.data !== undefined && { data: values.data }),
    ...(values.strict && { strict: true }),
    ...(port !== undefined && { port: readNumber("port", port) }),
    ...(values["company-id"] !== undefined && { companyId: values["company-id"] }),
    ...(values["private-key"] !== undefined && { privateKey: values["private-key"] }),
    ...(values["access-token"] !== undefined && { accessToken: values["access-token"] }),
    ...(values.list && { lists: readLists(values.list) }),
    ...(values["opt-in"] !== undefined && { optIn: values["opt-in"] as OptInProcess }),
    ...(values["job-duration"] !== undefined && { jobDuration: values["job-duration"] }),
    limits: {
      ...(burst !== undefined && { burst: readNumber("burst", burst) }),
      ...(steady !== undefined && { steady: readNumber("steady", steady) }),
    },
  };
}

/** The fields that `--field` maps. */
const FIELD_NAMES = ["id", "title", "link", "quantity", "policy"];

/** @throws UsageError for `stock`, `=stock` and `stocks=x` */
function readFields(texts: readonly string[]): FeedFields {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, key] = /^(\w+)=(.+)$/.exec(text) ?? [];
      if (name === undefined || key === undefined) throw new UsageError("--field must be NAME=KEY");
      if (!FIELD_NAMES.includes(name)) throw new UsageError(unknownFieldMessage(name, FIELD_NAMES));
      return [name, key];
    }),
  );
}

/** @throws UsageError for `LIST01`; the emulator checks the processes */
function readLists(texts: readonly string[]): Record<string, OptInProcess> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, id, process] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (id === undefined || process === undefined) throw new UsageError("--list must be ID=PROCESS");
      return [id, process as OptInProcess];
    }),
  );
}

/** Resolves after the first interrupt. A second one ends the process immediately. */
function untilInterrupted(running: Emulator): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(running.close()));
  });
}
