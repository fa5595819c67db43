/**
 * A Vite plugin that runs an emulator next to the development server.
 *
 * ```js
 * // vite.config.js
 * import { emulator } from "back-in-stock/emulator/vite";
 *
 * export default { plugins: [emulator({ feed: "feed.json" })] };
 *
 * // In the page: the emulator's URL while the server runs, undefined in a build.
 * new BackInStock({ companyId: "ABC123", endpoint: import.meta.env.VITE_BACK_IN_STOCK_ENDPOINT });
 * ```
 */
import { createEmulator, type Emulator, type EmulatorOptions } from "./index.ts";

/** The part of Vite's development server that the plugin uses. */
interface DevServer {
  readonly config: { readonly logger: { info(message: string): void } };
  printUrls(): void;
}

/** A Vite plugin. */
export interface EmulatorPlugin {
  readonly name: string;
  readonly apply: "serve";
  config(config: unknown, env: { isPreview?: boolean }): Promise<{ define?: Record<string, string> }>;
  configureServer(server: DevServer): void;
  closeBundle(): Promise<void>;
  /** The emulator, once the server is configured. For tests. */
  readonly api: { readonly emulator: Emulator | undefined };
}

/** Emulators on fixed ports. A restarting server creates its replacement before it stops, so the old emulator must free its port. */
const atPorts = new Map<number, Emulator>();

/**
 * Starts an emulator with the development server, prints the URL of its dashboard, and stops it with the server. Builds are
 * not affected.
 *
 * The options are those of `createEmulator`: the company id is `ABC123` by default.
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
