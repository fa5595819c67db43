/**
 * Starts the shop and the emulator on two ports. Two origins mean that a page's requests need a preflight, as in production.
 * Builds missing files first. `--relay` puts the relay between both.
 *
 *     npm start [-- --port 4400 --emulator-port 4401 --relay]
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build, isStale } from "./build.mjs";
import { buildRelay, startRelay } from "./lib/relay.mjs";
import { exitOn, root, run, SetupError } from "./lib/run.mjs";
import { buildSteps } from "./setup.mjs";

const COMPANY_ID = "ABC123";
const FEED = join(root, "www/feed.json");

/** Builds whatever the shop needs and is out of date. */
export async function prepareShop() {
  for (const step of buildSteps) await step();
  if (isStale()) await build();
  if (isShopStale()) {
    const vite = join(root, "node_modules/vite/bin/vite.js");
    await run(process.execPath, [vite, "build", "--config", "www/vite.config.mjs", "--logLevel", "warn"], {
      label: "bundling the shop",
    });
  }
}

function isShopStale() {
  const built = join(root, "www/dist/main.js");
  if (!existsSync(built)) return true;
  const sources = [
    "dist/web.js",
    "www/vite.config.mjs",
    ...readdirSync(join(root, "www/src")).map((name) => `www/src/${name}`),
  ];
  return sources.some((path) => statSync(join(root, path)).mtimeMs > statSync(built).mtimeMs);
}

/** Starts both, and a relay if `withRelay` is set. Port 0 takes any free port. `relayFlags` are more flags of the relay. */
export async function startBoth({ port = 0, emulatorPort = 0, withRelay = false, relayFlags = [] } = {}) {
  const { createEmulator } = await import("back-in-stock/emulator");
  const { startShop } = await import("../www/server.mjs");
  const emulator = await createEmulator({ feed: FEED, port: emulatorPort, companyId: COMPANY_ID });
  let relay;
  try {
    if (withRelay) {
      await buildRelay();
      relay = await startRelay({ companyId: COMPANY_ID, upstream: emulator.url, flags: relayFlags });
    }
    const options = { port, emulatorUrl: emulator.url, companyId: COMPANY_ID };
    const shop = await startShop({ ...options, ...(relay && { relayUrl: relay.url }) });
    const close = async () => {
      // The relay ends last: the shop and the emulator keep connections to it open.
      await Promise.all([shop.close(), emulator.close()]);
      await relay?.close();
    };
    return { shop, emulator, relay, close };
  } catch (error) {
    await emulator.close();
    await relay?.close();
    throw error.code === "EADDRINUSE"
      ? new SetupError(`port ${port} is in use: npm start -- --port N`)
      : error;
  }
}

function flags() {
  try {
    return parseArgs({
      options: {
        port: { type: "string", default: "4400" },
        "emulator-port": { type: "string", default: "4401" },
        relay: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new SetupError(error.message);
  }
}

async function main() {
  const values = flags();
  const number = (name) => {
    const port = Number(values[name]);
    if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
    throw new SetupError(`--${name} must be a port, 0 to 65535`);
  };
  const options = {
    port: number("port"),
    emulatorPort: number("emulator-port"),
    withRelay: values.relay,
  };
  await prepareShop();
  const { shop, emulator, relay, close } = await startBoth(options).catch((error) => {
    throw error.name === "EmulatorError"
      ? new SetupError(`${error.message}: npm start -- --emulator-port N`)
      : error;
  });
  console.log(`
  shop       ${shop.url}/products/ocean-shirt
  dashboard  ${emulator.url}/${relay ? `\n  demand     ${relay.demandUrl}` : ""}

  Choose a sold-out size and subscribe. The emulator's dashboard shows the waiting list: restock the size there, sync, and
  read the message that is sent. Ctrl-C stops all.`);
  const stop = () => close().then(() => process.exit(0));
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main().catch(exitOn);
