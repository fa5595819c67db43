import { which } from "./browsers.mjs";
import { installDebian } from "./debian.mjs";
import { SetupError } from "./run.mjs";

/** PHP's command line program: the tests render the snippets of platforms that are written in it. */
export async function ensurePhp({ ci = false } = {}) {
  if (which("php")) return;
  await installDebian(["php-cli"], ci);
  if (!which("php")) throw new SetupError("php is missing: install PHP's command line program (php-cli)");
}
