// Runs VitePress on the pages that were written.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { files, root, run, SetupError } from "../../scripts/lib/run.mjs";

const site = join(root, "site");

/** Renders the pages in `source`, for the path `base` of a host, into the folder `out`. */
export async function render(source, { base, out }) {
  await run(process.execPath, [join(site, "node_modules/vitepress/bin/vitepress.js"), "build", "."], {
    label: "building the documentation site",
    usually: "20 s",
    cwd: site,
    env: { SITE_BASE: base, SITE_SOURCE: source, SITE_OUT: out },
  });
  const empty = files(out).filter((file) => file.endsWith(".html") && isEmpty(readFileSync(file, "utf8")));
  if (empty.length > 0) throw new SetupError(`pages that VitePress could not render:\n${empty.join("\n")}`);
}

/** VitePress succeeds although a page fails to render, and writes it without content. */
const isEmpty = (html) => /<div [^>]*class="vp-doc [^>]*><\/div>/.test(html);
