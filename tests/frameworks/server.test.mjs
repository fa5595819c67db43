import { test } from "node:test";
import { install, node } from "../package/tarball.mjs";
import { entriesIn } from "./entries.mjs";

const project = await install("node");

for (const entry of await entriesIn(project)) {
  test(`a server imports ${entry}, which finds no DOM there`, () =>
    node(project, "--input-type=module", "--eval", `await import("${entry}")`));
}
