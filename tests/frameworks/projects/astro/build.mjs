// Astro's command refuses Node 20; its own function to build does not.
import { build } from "astro";

await build({ root: import.meta.dirname, logLevel: "warn" });
