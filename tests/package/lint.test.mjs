import { test } from "node:test";
import { folder, tarball, tool } from "./tarball.mjs";

test("publint has nothing to say", () => tool(folder, "publint", tarball, "--strict"));

// The package is ESM alone: that `require` and the resolution of Node 10 do not find it is meant.
test("the types are right for every entry", () =>
  tool(
    folder,
    "attw",
    tarball,
    "--profile",
    "esm-only",
    "--no-definitely-typed",
    "--no-emoji",
    "--no-summary",
    "--format",
    "table-flipped",
  ));
