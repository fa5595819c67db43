/**
 * A plugin for Vite: an emulator beside the development server.
 *
 * ```js
 * // vite.config.js
 * import { emulator } from "back-in-stock/emulator/vite";
 *
 * export default { plugins: [emulator({ feed: "feed.json" })] };
 *
 * // in the page: the emulator's address while the server runs, and undefined in a build
 * new BackInStock({ companyId: "ABC123", endpoint: import.meta.env.VITE_BACK_IN_STOCK_ENDPOINT });
 * ```
 */
import { createEmulator, type Emulator, type EmulatorOptions } from "./index.ts";

/** As much of Vite's development server as the plugin uses. */
interface DevServer {
  readonly config: { readonly logger: { info(message: string): void } };
  printUrls(): void;
}

/** What Vite takes as a plugin. */
export interface EmulatorPlugin {
  readonly name: string;
  readonly apply: "serve";
  config(config: unknown, env: { isPreview?: boolean }): Promise<{ define?: Record<string, string> }>;
  configureServer(server: DevServer): void;
  closeBundle(): Promise<void>;
  /** The emulator, once the server was configured: for tests. */
  readonly api: { readonly emulator: Emulator | undefined };
}

/** Emulators with a port of their own. A server that starts again is made before the one that it takes the place of ends. */
const atPorts = new Map<number, Emulator>();

/**
 * Starts an emulator with the development server, prints where its dashboard is, and ends it with the server. A build has
 * nothing of it.
 *
 * The company id is `ABC123` unless `companyId` says otherwise, as in {@link createEmulator}.
 */
export function emulator(options: EmulatorOptions = {}): EmulatorPlugin {
  let running: Emulator | undefined;
  return {
    name: "back-in-stock-emulator",
    apply: "serve",
    api: {
      get emulator() {
        return running;
      },
    },
    async config(_, { isPreview = false }) {
      if (isPreview) return {};
      const { port = 0 } = options;
      await atPorts.get(port)?.close();
      running = await createEmulator(options);
      if (port !== 0) atPorts.set(port, running);
      return { define: { "import.meta.env.VITE_BACK_IN_STOCK_ENDPOINT": JSON.stringify(running.url) } };
    },
    configureServer(server) {
      const { printUrls } = server;
      server.printUrls = () => {
        printUrls.call(server);
        server.config.logger.info(`  ➜  Emulator: ${running?.url}/`);
      };
    },
    async closeBundle() {
      await running?.close();
    },
  };
}
