// The plugin is what Vite takes for one.
import { emulator } from "back-in-stock/emulator/vite";
import { defineConfig, type Plugin } from "vite";

const plugin: Plugin = emulator({ feed: "feed.json" });
export default defineConfig({ plugins: [plugin] });
