export default {
  compatibilityDate: "2026-01-01",
  telemetry: false,
  devtools: { enabled: false },
  // A function that answers requests, instead of a server with a port of its own.
  nitro: { preset: "node-listener", serveStatic: true },
  vue: { compilerOptions: { isCustomElement: (tag) => tag.includes("-") } },
};
