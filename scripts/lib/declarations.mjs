// Writes the type declarations of `dist/` and the manifest of the elements.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf } from "./manifest.mjs";
import { dist, files, root, run } from "./run.mjs";

const at = (...path) => join(root, ...path);
const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));

/** Writes the declarations for pages and for Node, with the file endings that consumers resolve. */
export async function declarations() {
  const flags = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--stripInternal",
    "--rootDir",
    root,
    "--outDir",
    join(dist, "types"),
  ];
  for (const project of ["tsconfig.json", "tsconfig.node.json"]) {
    await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", project, ...flags], {
      label: `declaring types (${project})`,
    });
  }
  // These are written by hand: each needs its framework's own declarations, which this project does not install.
  cpSync(at("elements/frameworks"), join(dist, "types/elements/frameworks"), { recursive: true });
  const reached = new Set(
    Object.values(manifest.exports)
      .flatMap((leaf) =>
        typeof leaf === "string" ? [] : (leaf.types ?? Object.values(leaf).map(({ types }) => types)),
      )
      .map((path) => at(path)),
  );
  // The loop also visits files that it adds to the set.
  for (const file of reached) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, "utf8").replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"');
    writeFileSync(file, text);
    for (const [, path] of text.matchAll(/(?:from |import\()"(\.[^"]*)\.js"/g))
      reached.add(join(dirname(file), `${path}.d.ts`));
  }
  // Removes internal declarations. Some refer to packages that a consumer does not have.
  for (const file of files(join(dist, "types"))) if (!reached.has(file)) rmSync(file);
  writeFileSync(join(dist, "custom-elements.json"), `${JSON.stringify(await manifestOf(dist), null, 2)}\n`);
  // For `import "back-in-stock/block.css"`, which a strict compiler also resolves.
  for (const name of ["block-css", "notify-me-css", "notify-me-script"])
    writeFileSync(join(dist, `types/${name}.d.ts`), "export {};\n");
  writeFileSync(
    join(dist, "types/core-wasm.d.ts"),
    "/** The address of the module, as the bundler gives it. */\ndeclare const url: string;\nexport default url;\n",
  );
}
