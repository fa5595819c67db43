import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { guide, reference } from "../navigation.mjs";
import { githubSlug } from "./slug.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Folders are set by scripts/docs.mjs; these are its defaults. */
const { SITE_SOURCE = here("../../target/site-source"), SITE_OUT = here("../../target/site") } = process.env;

/** Changes how Markdown is rendered. */
function adapt(md) {
  // Vue would evaluate what is between two braces, such as Liquid's, also in inline code.
  const render = md.renderer.rules.code_inline;
  md.renderer.rules.code_inline = (tokens, index, ...rest) => {
    tokens[index].attrSet("v-pre", "");
    return render(tokens, index, ...rest);
  };
  // A header cell without text is announced as a header. As a plain cell it is not.
  md.core.ruler.push("empty-headers", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type !== "th_open" || tokens[index + 1].content !== "") continue;
      token.tag = "td";
      tokens[index + 2].tag = "td";
    }
  });
}

export default defineConfig({
  title: "back-in-stock",
  description: "Back-in-stock alerts for storefronts on Klaviyo.",
  lang: "en",
  base: process.env.SITE_BASE ?? "/",
  srcDir: SITE_SOURCE,
  srcExclude: ["public/**"],
  // Firefox reports each script that is fetched in advance as one that did not load.
  router: { prefetchLinks: false },
  outDir: SITE_OUT,
  cacheDir: `${SITE_SOURCE}/cache`,
  // Other origins do not learn which page was read.
  head: [["meta", { name: "referrer", content: "same-origin" }]],
  markdown: {
    // The documents' links use the anchors that hosts of repositories give to headings.
    anchor: { slugify: githubSlug },
    config: adapt,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  vite: { logLevel: "warn", build: { chunkSizeWarningLimit: 2_000 } },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/getting-started", activeMatch: "^/(?!api/|gallery|playground)." },
      { text: "Playground", link: "/playground" },
      { text: "Gallery", link: "/gallery" },
      { text: "Reference", link: "/api/", activeMatch: "^/api/" },
    ],
    sidebar: { "/": guide(SITE_SOURCE), "/api/": reference },
    outline: { level: [2, 3] },
    search: { provider: "local" },
    externalLinkIcon: true,
  },
});
