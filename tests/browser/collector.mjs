/**
 * What a page complains about: `{ kind, level, text, url? }`. `kind` is "console", "exception" (also an unhandled
 * rejection), "csp" (a violated Content-Security-Policy) or "resource" (a script, style sheet or image that did not
 * load; not a failed fetch); `level` is "error" or "warn".
 *
 * The listener is the same in all engines. In Chromium and Firefox WebDriver BiDi puts it into each page and frame
 * before the first script. WebKit has no such way: there it comes with the first script that a test runs in a page,
 * which `goto` does after the load event; what happens earlier is not seen in WebKit. In all engines `goto` and
 * `console` first wait for the reports of the page that is open; a page that leaves by itself may take its last along.
 */

import { within } from "./script.mjs";

/** A page's property that leads to its listener; a symbol, so that no page meets it by chance. */
const DOOR = "test-complaints";

/**
 * `before` is to go in front of each script that runs in a page, `leave` is to be called before a page is left.
 *
 * @returns {Promise<{before: string, leave(): Promise<void>, take(): Promise<object[]>}>}
 */
export async function overBidi(driver) {
  const bidi = await driver.getBidi();
  const entries = [];
  const marks = new Map();
  bidi.on("script.message", ({ channel, data }) => {
    if (channel !== DOOR) return;
    const entry = JSON.parse(data.value);
    if (entry.kind === "mark") marks.get(entry.text)?.();
    else entries.push(entry);
  });
  await bidi.subscribe("script.message");
  const answer = await bidi.send({
    method: "script.addPreloadScript",
    params: {
      functionDeclaration: `(send) => (${listen})((entry) => send(JSON.stringify(entry)), "${DOOR}")`,
      arguments: [{ type: "channel", value: { channel: DOOR } }],
    },
  });
  if (answer.error) throw new Error(answer.message);

  let last = 0;
  const settle = async () => {
    // Reports and responses to commands arrive in any order. Only a later report proves that earlier ones have arrived.
    const text = String(++last);
    const arrived = new Promise((resolve) => marks.set(text, resolve));
    if (await driver.executeScript(mark, DOOR, text)) await within(5000, arrived);
    marks.delete(text);
  };
  const take = async () => {
    await settle();
    return entries.splice(0);
  };
  return { before: "", leave: () => settle().catch(() => {}), take }; // a page that hangs can still be left
}

/** The same for an engine without BiDi. */
export function insidePage(driver) {
  const before = `if (!window[Symbol.for("${DOOR}")]) {
    const entries = [];
    (${listen})((entry) => entries.push(entry), "${DOOR}");
    window[Symbol.for("${DOOR}")].entries = entries;
  }`;
  const entries = [];
  const read = async () => {
    const script = `${before} return window[Symbol.for("${DOOR}")].entries.splice(0);`;
    entries.push(...(await driver.executeScript(script)));
  };
  const take = async () => {
    await read();
    return entries.splice(0);
  };
  return { before, leave: () => read().catch(() => {}), take };
}

/* The functions below run in a page: they may use nothing from around them. */

function mark(door, text) {
  const report = window[Symbol.for(door)];
  report?.({ kind: "mark", text });
  return Boolean(report);
}

function listen(report, door) {
  Object.defineProperty(window, Symbol.for(door), { value: report });
  const error = (kind, text, url) => report({ kind, level: "error", text, url });

  const words = (part) => {
    try {
      return typeof part !== "object" || part instanceof Error ? String(part) : JSON.stringify(part);
    } catch {
      return Object.prototype.toString.call(part);
    }
  };
  for (const level of ["error", "warn"]) {
    const original = console[level];
    console[level] = function (...parts) {
      report({ kind: "console", level, text: parts.map(words).join(" ") });
      return original.apply(this, parts);
    };
  }

  const failed = (event) => {
    const { target } = event;
    if (target === window) error("exception", event.message, event.filename);
    else error("resource", `<${target.localName}> did not load`, target.src || target.href);
  };
  addEventListener("error", failed, true); // a resource's event does not bubble
  addEventListener("unhandledrejection", (event) => error("exception", `unhandled ${words(event.reason)}`));
  addEventListener("securitypolicyviolation", (event) => {
    const { effectiveDirective, blockedURI, sample, sourceFile, disposition } = event;
    const text = `${effectiveDirective} refused ${blockedURI} ${sample}`.trim();
    report({ kind: "csp", level: disposition === "report" ? "warn" : "error", text, url: sourceFile });
  });
}
