/** Internals of the emulator, for tests that cannot see them from outside or would take too long. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents: [
      'export { Emulation } from "./emulation.ts";',
      'export { readOptions } from "./options.ts";',
      'export { stream } from "./admin/stream.ts";',
      'export { Deliveries } from "./traffic/deliveries.ts";',
    ].join(""),
    resolveDir: fileURLToPath(new URL("../../emulator", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  write: false,
  platform: "node",
  format: "esm",
});
const script = Buffer.from(outputFiles[0].contents).toString("base64");

export const { Emulation, readOptions, stream, Deliveries } = await import(
  `data:text/javascript;base64,${script}`
);
