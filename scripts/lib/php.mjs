import { which } from "./browsers.mjs";
import { installDebian } from "./debian.mjs";
import { SetupError } from "./run.mjs";

/** Installs PHP's command-line program if it is missing. The tests render PHP snippets of platforms with it. */
export async function ensurePhp({ ci = false } = {}) {
  if (which("php")) return;
  await installDebian(["php-cli"], ci);
  if (!which("php")) throw new SetupError("php is missing: install PHP's command line program (php-cli)");
}
