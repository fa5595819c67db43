import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { which } from "./browsers.mjs";
import { installDebian } from "./debian.mjs";
import { SetupError } from "./run.mjs";

/** Where Debian installs each version. Its programs for servers are not on the path. */
const debian = "/usr/lib/postgresql";

/** Installs PostgreSQL if it is missing. The tests of the relay start servers of their own. */
export async function ensurePostgres({ ci = false } = {}) {
  if (isInstalled()) return;
  await installDebian(["postgresql"], ci);
  if (!isInstalled()) throw new SetupError("PostgreSQL is missing: install its server (postgresql)");
}

function isInstalled() {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return (
    versions.some((version) => existsSync(join(debian, version, "bin", "initdb"))) ||
    which("initdb") !== undefined
  );
}
