/**
 * Production builds of projects that use the package: how each is built, and how its output is served.
 *
 * @typedef {object} Build
 * @property {string} name
 * @property {string} project its folder in `projects/`, which has the locked packages
 * @property {string} [page] another folder in `projects/` that has the page
 * @property {string[]} command a program of the project's packages (or `node`), and its arguments
 * @property {string} [out] the folder of a static output
 * @property {string[]} [copy] files that are copied there, since the command writes scripts alone
 * @property {boolean} [strict] whether the output works under the strict policy: it has no inline scripts
 * @property {[file: string, name: string]} [listener] the module that answers requests, and its export
 * @property {boolean} [hasRelay] whether a route has the relay's handler
 * @property {string[]} [start] a command that starts a server, which prints its address
 */

const next = {
  project: "next",
  start: ["next", "start", "--hostname", "127.0.0.1", "--port", "0"],
  hasRelay: true,
};
const vite = { command: ["vite", "build", "--logLevel", "warn"], out: "dist", strict: true };

const bundler = { project: "bundlers", page: "vanilla", out: "out", strict: true };
const esbuild = [
  "--bundle",
  "--format=esm",
  "--splitting",
  "--minify",
  "--loader:.wasm=file",
  "--outdir=out",
];

/** @type {Build[]} */
export const builds = [
  { ...next, name: "Next 16 with Turbopack", command: ["next", "build"] },
  { ...next, name: "Next 16 with webpack", command: ["next", "build", "--webpack"] },
  {
    name: "Nuxt 4",
    project: "nuxt",
    command: ["nuxt", "build", "--logLevel", "error"],
    listener: [".output/server/index.mjs", "listener"],
  },
  { name: "Astro 6", project: "astro", command: ["node", "build.mjs"], out: "dist" },
  { ...vite, name: "Vite 7", project: "vite7", page: "vanilla" },
  { ...vite, name: "Vite 7 with React 19", project: "vite7", page: "react" },
  { ...vite, name: "Vite 8", project: "vite8", page: "vanilla" },
  { ...vite, name: "Vite 8 with React 19", project: "vite8", page: "react" },
  {
    name: "SvelteKit 2",
    project: "sveltekit",
    command: ["vite", "build", "--logLevel", "warn"],
    listener: ["build/handler.js", "handler"],
    hasRelay: true,
  },
  {
    ...bundler,
    name: "webpack 5",
    command: ["webpack", "./main.js", "--mode", "production", "--output-path", "out"],
    copy: ["index.html"],
    strict: false, // it sets the address of a script, which needs a policy for Trusted Types
  },
  {
    ...bundler,
    name: "Rollup 4",
    command: ["rollup", "main.js", "--dir", "out", "--plugin", "node-resolve"],
    copy: ["index.html", "node_modules/back-in-stock/dist/core.wasm"],
  },
  {
    ...bundler,
    name: "Parcel 2",
    command: ["parcel", "build", "index.html", "--dist-dir", "out", "--no-cache", "--no-source-maps"],
    strict: false, // it writes an inline import map
  },
  {
    ...bundler,
    name: "esbuild",
    command: ["esbuild", "esbuild.js", "--entry-names=main", ...esbuild],
    copy: ["index.html"],
  },
];

/** The project whose own unit tests use the package. */
export const vitest = { project: "vitest" };

/** The relay's handler for Cloudflare Workers. */
export const workers = {
  project: "workers",
  command: ["wrangler", "deploy", "--dry-run", "--outdir", "out"],
};

/** The relay's handler in Bun and Deno. */
export const runtimes = { project: "runtimes" };
