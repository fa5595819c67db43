// Builds a project with the package from the tarball, and serves the output.
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureProject, projects } from "../../scripts/lib/packages.mjs";
import { run } from "../../scripts/lib/run.mjs";
import { launch, temporaryFolder } from "../browser/launch.mjs";
import { folder, serve } from "../browser/static-server.mjs";
import { privateKey } from "../js/relay.mjs";
import { host } from "../package/page.mjs";
import { tarball } from "../package/tarball.mjs";

/** The frameworks' own defaults for production, and no reports to their makers. */
const env = {
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_ENV: undefined,
  NODE_TEST_CONTEXT: undefined,
  NUXT_TELEMETRY_DISABLED: "1",
};

/**
 * Sets up a fresh copy of a project next to its installed packages, with the package from the tarball among them.
 *
 * @returns {Promise<string>} the project's folder
 */
export async function layOut({ project, page = project }) {
  const place = await ensureProject(project);
  for (const name of await readdir(place)) {
    if (name !== "node_modules") await rm(join(place, name), { recursive: true, force: true });
  }
  for (const folder of new Set([page, project])) await cp(join(projects, folder), place, { recursive: true });
  await cp(join(projects, "shop.js"), join(place, "shop.js"));
  const own = join(place, "node_modules/back-in-stock");
  await rm(own, { recursive: true, force: true });
  await mkdir(own);
  await run("tar", ["-xzf", tarball, "-C", own, "--strip-components=1"], { quiet: true });
  return place;
}

/** The path of a program of the project's packages; Node itself is not among them. */
const program = (place, name) =>
  name === "node" ? process.execPath : join(place, "node_modules/.bin", name);

/** Runs a command in a project. */
export const command = (place, [name, ...args], more = {}) =>
  run(program(place, name), args, { cwd: place, env: { ...env, ...more }, quiet: true });

/** Builds a project that is laid out. */
export async function build(place, { command: words, out, copy = [] }) {
  await command(place, words);
  for (const file of copy) await cp(join(place, file), join(place, out, basename(file)));
}

/**
 * Serves what was built until the test ends.
 *
 * @returns {Promise<{url: string, requested: string[]}>} `requested` has the path of each request so far
 */
export async function serveOutput(t, emulator, place, { out, strict, listener, start }) {
  const requested = [];
  let answer;
  const secrets = { KLAVIYO_PRIVATE_KEY: privateKey, KLAVIYO_URL: emulator.url };
  // A listener runs in this process.
  Object.assign(process.env, secrets);
  if (start) answer = forwardTo(await startServer(t, place, start, secrets));
  else answer = out ? folder(join(place, out)) : await imported(place, listener);
  const recorded = (request, response) => {
    requested.push(request.url);
    return answer(request, response);
  };
  if (strict) return { url: (await host(t, emulator, recorded)).url, requested };
  const site = await serve(recorded);
  t.after(() => site.close());
  return { url: site.url, requested };
}

const imported = async (place, [file, name]) => (await import(pathToFileURL(join(place, file))))[name];

const forwardTo = (origin) => (request, response) => {
  const { method, headers, url } = request;
  const forwarded = httpRequest(origin + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  request.pipe(forwarded);
};

async function startServer(t, place, [name, ...args], secrets) {
  const server = launch({
    command: program(place, name),
    args: [...args, place],
    env: { ...env, ...secrets },
    folder: await temporaryFolder(),
  });
  t.after(() => server.stop());
  const url = await server.said(/(http:\/\/127\.0\.0\.1:\d+)/);
  if (!url) throw new Error(`${name} ended: ${server.log()}`);
  return url;
}
