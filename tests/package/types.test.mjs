import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { install, root, tool } from "./tarball.mjs";

const project = await install("types");

// The declarations of Node are the consumer's own.
for (const name of ["@types/node", "undici-types"]) {
  const target = join(project, "node_modules", name);
  await mkdir(dirname(target), { recursive: true });
  await cp(join(root, "node_modules", name), target, { recursive: true });
}

const dom = ["--project", "tsconfig.dom.json", "--lib", "es2022,dom"];
const settings = {
  "a page behind a bundler": [...dom, "--module", "esnext", "--moduleResolution", "bundler"],
  "a page, in Node's resolution": [...dom, "--module", "nodenext"],
  "Node, without the DOM": ["--project", ".", "--lib", "es2022", "--module", "nodenext"],
};

for (const [name, flags] of Object.entries(settings)) {
  test(`strict TypeScript: ${name}`, () => tool(project, "tsc", "--types", "node", ...flags));
}

test("a configuration of Vite, with Vite's own types", async () => {
  await symlink(join(root, "node_modules/vite"), join(project, "node_modules/vite"));
  // What Vite declares is its own affair.
  const flags = [
    "--ignoreConfig",
    "--strict",
    "--noEmit",
    "--skipLibCheck",
    "--types",
    "node",
    "--lib",
    "es2022,dom",
  ];
  await tool(project, "tsc", ...flags, "--module", "nodenext", "--target", "es2022", "vite.config.ts");
});
