import { createEmulator, defaultPrivateKey, type Emulator, type EmulatorOptions } from "../emulator/index.ts";
import { parse, readNumber } from "./args.ts";
import { type Command, UsageError } from "./command.ts";

const options = {
  feed: { type: "string" },
  port: { type: "string" },
  "company-id": { type: "string" },
  "private-key": { type: "string" },
  "access-token": { type: "string" },
  burst: { type: "string" },
  steady: { type: "string" },
} as const;

/** Runs an emulator until it is interrupted. */
export const emulator: Command = {
  summary: "Answers on this machine as Klaviyo's back in stock endpoints do",
  help: `Usage: back-in-stock emulator --feed FILE [OPTIONS]

Answers on 127.0.0.1 as Klaviyo's back in stock endpoints do, until it is interrupted.

Options:
  --feed FILE         The catalog: a JSON array of rows with id, title, inventory_quantity, inventory_policy
  --port N            Default: any free one
  --company-id ID     Public API key, default ABC123
  --private-key KEY   Default ${defaultPrivateKey}
  --access-token T    OAuth token to accept, default none
  --burst N           Requests per second, instead of those documented
  --steady N          Requests per minute, instead of those documented`,

  async run(args, output) {
    const running = await createEmulator(readArguments(args));
    output.out(`Emulator: ${running.url}`);
    output.out(`State:    ${running.url}/emulator/state`);
    output.out(`Catalog:  ${running.state().catalog.length} variants`);
    await interrupted(running);
    return 0;
  },
};

function readArguments(args: readonly string[]): EmulatorOptions {
  const { values } = parse(args, options);
  if (!values.feed) throw new UsageError("--feed FILE is required");
  const { port, burst, steady } = values;
  return {
    feed: values.feed,
    ...(port !== undefined && { port: readNumber("port", port) }),
    ...(values["company-id"] !== undefined && { companyId: values["company-id"] }),
    ...(values["private-key"] !== undefined && { privateKey: values["private-key"] }),
    ...(values["access-token"] !== undefined && { accessToken: values["access-token"] }),
    limits: {
      ...(burst !== undefined && { burst: readNumber("burst", burst) }),
      ...(steady !== undefined && { steady: readNumber("steady", steady) }),
    },
  };
}

/** Ends with the first interrupt; a second one ends the process at once, as if nobody had listened. */
function interrupted(running: Emulator): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(running.close()));
  });
}
