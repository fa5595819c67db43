// Bundles the playground with the emulator, and copies the built package for pages without a bundler.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { dist, root } from "../../scripts/lib/run.mjs";

/** Node's modules. The emulator uses them for feeds and journals in files, which a page does not have. */
const withoutNode = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "without-node" }));
    onLoad({ filter: /.*/, namespace: "without-node" }, () => ({ contents: "module.exports = {}" }));
  },
};

/** Writes both to `source/public`. */
export async function writePlayground(source) {
  cpSync(join(dist, "browser"), join(source, "public/package"), { recursive: true });
  await build({
    entryPoints: [join(root, "site/playground/playground.ts")],
    outdir: join(source, "public/playground-app"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    logLevel: "warning",
    define: { "process.pid": "0" },
    plugins: [withoutNode],
  });
}
