/**
 * Builds the documentation site into target/site, and serves it on the loopback interface. Builds what is missing first.
 *
 *     npm run docs [-- --build] [--base /back-in-stock/] [--port 4402]
 *
 * `--build` only builds. `--base` is the path below which a host serves the site.
 */
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { exitOn, root, SetupError } from "./lib/run.mjs";
import { ensureNpmPackages } from "./setup.mjs";
import { prepareShop } from "./start.mjs";

const site = join(root, "site");

/** Installs the site's tools, which have a package of their own. */
export const ensureSiteTools = () =>
  ensureNpmPackages(site, ["--ignore-scripts"], "of the documentation site");

/**
 * Builds the site.
 * @param {{base?: string, out?: string}} [options] the path of the site on its host; the folder to write to
 */
export async function buildSite({ base = "/", out = join(root, "target/site") } = {}) {
  const source = join(root, "target/site-source");
  await ensureSiteTools();
  await prepareShop();
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  // The pages import Vue once they are rendered.
  symlinkSync(join(site, "node_modules"), join(source, "node_modules"), "junction");
  // Imported here, because a fresh clone does not have their dependencies when this file is loaded.
  const [pages, gallery, playground, reference, { render }] = await Promise.all(
    ["pages", "gallery", "playground", "reference", "render"].map(
      (name) => import(`../site/build/${name}.mjs`),
    ),
  );
  pages.writePages(source);
  gallery.writeGallery(source, base);
  await playground.writePlayground(source);
  await reference.writePackageReference(source);
  await reference.writeCrateReference(source);
  await render(source, { base, out });
}

/** Serves the built site; returns its address. */
async function serveSite(base, port) {
  const { serve } = await import("../site/build/serve.mjs");
  return serve(join(root, "target/site"), base, port);
}

function flags() {
  try {
    const { values } = parseArgs({
      options: {
        build: { type: "boolean", default: false },
        base: { type: "string", default: "/" },
        port: { type: "string", default: "4402" },
      },
    });
    if (!/^\/([\w.-]+\/)*$/.test(values.base))
      throw new SetupError("--base must begin and end with a slash, such as /back-in-stock/");
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new SetupError("--port must be a port, 0 to 65535");
    return { ...values, port };
  } catch (error) {
    throw new SetupError(error.message);
  }
}

async function main() {
  const { build, base, port } = flags();
  await buildSite({ base });
  if (build) return console.log("\n  target/site   the documentation site, ready for a static host");
  const { url } = await serveSite(base, port);
  console.log(`\n  documentation   ${url}\n\n  Ctrl-C stops it.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main().catch(exitOn);
