import { test } from "node:test";
import { serve } from "../browser/static-server.mjs";
import { host, inBrowsers, subscribes, subscribesWithoutWasm } from "./page.mjs";
import { emulate, install } from "./tarball.mjs";

const project = await install("plain");

/** Hands on what another server answers, and calls a module something else. */
const mislabelled = (origin, type) => async (request, response) => {
  const answer = await fetch(origin + request.url);
  const told = request.url.endsWith(".wasm") ? type : answer.headers.get("content-type");
  response.writeHead(answer.status, { "content-type": told, "x-content-type-options": "nosniff" });
  response.end(Buffer.from(await answer.arrayBuffer()));
};

inBrowsers((browser) => {
  test("a script of type module, without any bundler", async (t) => {
    const emulator = await emulate(t, project);
    const site = await host(t, emulator, project);
    await subscribes(browser(), emulator, site.url);
  });

  test("the same where WebAssembly is forbidden", async (t) => {
    await subscribesWithoutWasm(t, browser(), await emulate(t, project), project);
  });

  for (const type of ["text/html", "application/octet-stream"]) {
    test(`a server that calls the module ${type}`, async (t) => {
      const emulator = await emulate(t, project);
      const files = await serve(project);
      t.after(() => files.close());
      const site = await host(t, emulator, mislabelled(files.url, type));
      await subscribes(browser(), emulator, site.url);
    });
  }
});
