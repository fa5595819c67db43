import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { engines, eventually, Key, open } from "./driver.mjs";
import { pages } from "./driver.pages.mjs";
import { family } from "./processes.mjs";
import { serve } from "./static-server.mjs";

const CSP = "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'";

for (const engine of engines) {
  describe(engine, { timeout: 180_000 }, () => {
    let browser;
    let site;
    before(async () => {
      site = await serve(pages, { headers: { "content-security-policy": CSP } });
      browser = await open(engine, { width: 800, height: 600 });
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    test("loads a page and runs scripts in it", async () => {
      await browser.goto(`${site.url}/`);
      assert.equal(await browser.run("return document.title"), "Home");
      assert.deepEqual(await browser.run(async (a, b) => ({ sum: a + b, secure: isSecureContext }), 1, 2), {
        sum: 3,
        secure: true,
      });
      assert.equal(await browser.run((element) => element.id, await browser.find("#log")), "log");
    });

    test("rethrows errors of the page", async () => {
      const thrown = browser.run(() => {
        throw Object.assign(new RangeError("too far"), { code: "far", field: "x" });
      });
      await assert.rejects(thrown, { name: "RangeError", message: "too far", code: "far", field: "x" });
      await assert.rejects(
        browser.run(() => Promise.reject("a text")),
        { name: "Thrown", message: "a text" },
      );
    });

    test("the error of a timeout names the condition", async () => {
      await browser.run(() => {
        setTimeout(() => Object.assign(window, { ready: "yes" }), 100);
      });
      assert.equal(await browser.until(() => window.ready), "yes");
      const never = browser.until(() => false, { timeout: 100, message: "the moon" });
      await assert.rejects(never, /not within 100 ms: the moon/);
    });

    test("types and clicks in shadow trees", async () => {
      await browser.goto(`${site.url}/`);
      const input = await browser.shadow("x-field", "input");
      await input.sendKeys("ann");
      await browser.click(await browser.shadow("x-field", "button"));
      await browser.type(await browser.shadow("x-outer", "x-field", "input"), "bob", Key.TAB, Key.SPACE);
      const log = "[click true ann][tab][click true bob]";
      await browser.until((text) => document.querySelector("#log").textContent === text, { args: [log] });
      await browser.type(input, Key.END, "a", Key.SHIFT, Key.TAB);
      assert.equal(await input.getAttribute("value"), "anna");
    });

    test("does not click covered elements", async () => {
      await browser.goto(`${site.url}/`);
      await browser.run(() => {
        const cover = document.createElement("div");
        cover.style = "position: fixed; inset: 0";
        document.body.append(cover);
      });
      const covered = { name: "ElementClickInterceptedError" };
      await assert.rejects(browser.click(await browser.find("x-field")), covered);
      if (engine === "firefox") return; // it looks for covers within the shadow tree only
      await assert.rejects(browser.click(await browser.shadow("x-field", "input")), covered);
    });

    test("loads WebAssembly under a strict policy, and the policy is in force", async () => {
      await browser.goto(`${site.url}/`);
      assert.equal(await browser.run("return await window.wasm"), 42);
      await assert.rejects(
        browser.run(() => {
          document.querySelector("#log").innerHTML = "<b>";
        }),
        { name: "TypeError" },
      );
      const strict = await serve(pages, { headers: { "content-security-policy": "script-src 'self'" } });
      await browser.goto(strict.url);
      assert.match(await browser.run("return await window.wasm"), /^refused/);
      await strict.close();
    });

    test("has the requested viewport, and takes screenshots", async () => {
      for (const [width, height] of [
        [360, 640],
        [800, 600],
      ]) {
        await browser.resize(width, height);
        assert.deepEqual(await browser.run(() => [innerWidth, innerHeight]), [width, height]);
        const png = await browser.screenshot();
        assert.equal(png.toString("latin1", 1, 4), "PNG");
        assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height]);
      }
    });

    test("collects the page's console messages", async () => {
      await browser.console();
      await browser.goto(`${site.url}/loud.html`);
      await browser
        .run(() => {
          const script = document.createElement("script");
          script.append("1");
          document.body.append(script);
        })
        .catch(() => {}); // some engines throw for it as well
      await browser.click(await browser.find("html"));
      await browser.goto("about:blank");
      const seen = (await browser.console())
        .map(({ kind, level, text }) => `${kind} ${level} ${text}`)
        .join("\n");
      assert.match(seen, /^console warn careful$/m);
      assert.match(seen, /^exception error .*thrown by the page$/m);
      assert.match(seen, /^csp error (script-src|require-trusted-types-for)/m);
      if (engine !== "webkit") {
        assert.match(seen, /^console error early {"a":1}$/m);
        assert.match(seen, /^exception error unhandled TypeError: lost$/m);
      }
      assert.deepEqual(await browser.console(), []);
    });

    test("keeps a profile where one is named", async (t) => {
      const profileDir = await mkdtemp(join(tmpdir(), "back-in-stock-profile-"));
      t.after(() => rm(profileDir, { recursive: true, force: true }));
      if (engine === "webkit") return assert.rejects(open(engine, { profileDir }), /no profileDir/);
      for (const before of [null, "kept"]) {
        const own = await open(engine, { profileDir });
        t.after(() => own.close());
        await own.goto(`${site.url}/`);
        assert.equal(await own.run(() => localStorage.getItem("item")), before);
        await own.run(() => localStorage.setItem("item", "kept"));
        await own.close();
      }
    });

    test("leaves no process after it is closed", async () => {
      const own = await open(engine);
      const { pid, mark } = own.service;
      assert.ok(family(pid, mark).size >= 2);
      await own.close();
      assert.equal(family(pid, mark).size, 0);
    });

    test("leaves no process after its owner is killed", async () => {
      const script = `import { open } from ${JSON.stringify(import.meta.resolve("./driver.mjs"))};
        const { service: { pid, mark } } = await open(${JSON.stringify(engine)});
        console.log(JSON.stringify({ pid, mark }));
        setInterval(() => {}, 1000);`;
      const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const { pid, mark } = JSON.parse(await new Promise((resolve) => owner.stdout.once("data", resolve)));
      assert.ok(family(pid, mark).size >= 2);
      owner.kill("SIGKILL");
      await eventually(() => family(pid, mark).size === 0, { timeout: 15_000 });
    });

    test("reports why it did not open", async () => {
      await assert.rejects(
        open(engine, { timeout: 20 }),
        new RegExp(`^Error: ${engine} did not open: no answer`),
      );
    });
  });
}
