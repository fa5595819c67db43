// Has `init` use plain JavaScript, and not try WebAssembly: for pages that know that their policy forbids it.
import { run } from "../core.ts";
import { fresh } from "../plain.ts";

run(fresh);
