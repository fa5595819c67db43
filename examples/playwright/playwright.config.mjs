import { defineConfig } from "@playwright/test";

export default defineConfig({
  timeout: 60_000,
  outputDir: "../../tests/.work/playwright",
  // A browser of the machine in place of Playwright's own.
  use: process.env.CHROMIUM
    ? { launchOptions: { executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] } }
    : {},
});
