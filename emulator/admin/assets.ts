import { readFile } from "node:fs/promises";
import type { Reply } from "../reply.ts";

/** The files of the dashboard, next to the script that serves them. */
const files: ReadonlyMap<string, readonly [name: string, type: string]> = new Map([
  ["/", ["index.html", "text/html; charset=utf-8"]],
  ["/emulator/dashboard.js", ["main.js", "text/javascript; charset=utf-8"]],
  ["/emulator/dashboard.css", ["dashboard.css", "text/css; charset=utf-8"]],
  ["/emulator/icon.svg", ["icon.svg", "image/svg+xml"]],
]);

/** Allows no inline code, no other origins, and no text as markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

export const isAsset = (path: string): boolean => files.has(path);

/** A file of the dashboard. */
export async function asset(path: string): Promise<Reply> {
  const [name, type] = files.get(path) ?? files.get("/") ?? ["", ""];
  return {
    status: 200,
    headers: {
      "content-type": type,
      "cache-control": "no-cache",
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
    text: await readFile(new URL(`./dashboard/${name}`, import.meta.url), "utf8"),
  };
}
