// The API reference: TypeDoc's pages for each entry of the package, and rustdoc's for the crate.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, run } from "../../scripts/lib/run.mjs";

const at = (...path) => join(root, ...path);
const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));

/** Entries without exports of their own, and what they are for. */
const WITHOUT_PAGE = {
  "./inline": "`back-in-stock` with the module embedded in the script: see [hosting](/hosting)",
  "./compat": "makes `init` load the core as plain JavaScript: see [hosting](/hosting)",
  "./core.wasm": "the address of the module, for bundlers: see [hosting](/hosting)",
  "./feed.wasm": "the address of the module, for bundlers: see [hosting](/hosting)",
  "./element/define":
    "registers `<notify-me>`, and exports the class of [`back-in-stock/element`](/api/back-in-stock/element)",
  "./block/define":
    "registers `<product-block>`, and exports the class of [`back-in-stock/block`](/api/back-in-stock/block)",
  "./feed/inline": "[`back-in-stock/feed`](/api/back-in-stock/feed) with the modules embedded in the scripts",
  "./notify-me.js":
    "the script for pages without a bundler: see [getting started](/getting-started#without-a-bundler)",
  "./notify-me.css": "styles that reserve the button's space: see [`<notify-me>`](/notify-me)",
  "./block.css": "styles that reserve a block's space: see [product blocks](/product-block)",
  "./react": "types of the elements in JSX: see [frameworks](/frameworks)",
  "./preact": "types of the elements in JSX: see [frameworks](/frameworks)",
  "./solid": "types of the elements in JSX: see [frameworks](/frameworks)",
  "./svelte": "types of the elements in templates: see [frameworks](/frameworks)",
  "./vue": "types of the elements in templates: see [frameworks](/frameworks)",
  "./custom-elements.json": "the elements' manifest, for editors",
  "./package.json": "the package's manifest",
};

/** What each entry with a page is for. */
const WITH_PAGE = {
  ".": "the client, ids and contacts, `filterBlock`",
  "./element": "the class of `<notify-me>`, its attributes, events and texts",
  "./block": "the class of `<product-block>`, `filterElements`",
  "./feed": "`filterFeed`, `scanFeed`, `checkFeed`",
  "./migrate": "converts the options of Klaviyo's legacy snippet",
  "./relay": "a handler for a route of the shop's own server",
  "./emulator": "Klaviyo's side, for tests",
  "./emulator/vite": "the emulator beside Vite's development server",
};

const nameOf = (entry) => (entry === "." ? manifest.name : `${manifest.name}/${entry.slice(2)}`);

/** The declarations of an entry, as a consumer's compiler finds them in a page. */
function declarationsOf(entry) {
  const leaf = manifest.exports[entry];
  return at(leaf.types ?? leaf.default.types);
}

/**
 * Writes a file for each entry that exports the declarations, so that the page has the entry's name, and the comment at the
 * beginning of the declarations.
 */
function writeEntries(folder) {
  return Object.keys(WITH_PAGE).map((entry) => {
    const file = join(folder, `${nameOf(entry)}.ts`);
    const declarations = declarationsOf(entry);
    const [, comment = ""] =
      /^\/\*\*\n?([\s\S]*?)\*\/\n(?=\n*(?:import|export \{|export \*))/.exec(
        readFileSync(declarations, "utf8"),
      ) ?? [];
    const path = relative(dirname(file), declarations).replace(/\.d\.ts$/, ".js");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `/**\n${comment.trimEnd()}\n * @module ${nameOf(entry)}\n */\nexport * from "${path}";\n`,
    );
    return file;
  });
}

/** The table of all entries. */
function indexPage() {
  const described = { ...WITH_PAGE, ...WITHOUT_PAGE };
  const entries = Object.keys(manifest.exports);
  const unknown = [
    ...entries.filter((entry) => !described[entry]),
    ...Object.keys(described).filter((entry) => !manifest.exports[entry]),
  ];
  if (unknown.length > 0)
    throw new Error(`site/build/reference.mjs and package.json differ: ${unknown.join(", ")}`);
  const row = (entry) =>
    `| ${WITH_PAGE[entry] ? `[\`${nameOf(entry)}\`](/api/${nameOf(entry)})` : `\`${nameOf(entry)}\``} | ${described[entry]} |`;
  return `<script setup>
import { withBase } from "vitepress";
</script>

# API reference

All entries of the package. The pages are made from the types and their comments. The Rust crate has
<a :href="withBase('/rust/back_in_stock/index.html')" target="_self">a reference of its own</a>, made by rustdoc.

## Entries with an API

| import | |
|---|---|
${entries
  .filter((entry) => WITH_PAGE[entry])
  .map(row)
  .join("\n")}

## Other entries

| import | |
|---|---|
${entries
  .filter((entry) => !WITH_PAGE[entry])
  .map(row)
  .join("\n")}
`;
}

/** Writes the pages of the package to `source/api`. */
export async function writePackageReference(source) {
  const work = at("target/site-api");
  rmSync(work, { recursive: true, force: true });
  const entryPoints = writeEntries(work);
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({
      extends: at("tsconfig.node.json"),
      compilerOptions: {
        types: ["node"],
        typeRoots: [at("node_modules/@types")],
        paths: {},
        allowImportingTsExtensions: false,
      },
      include: ["**/*.ts"],
      exclude: [],
    }),
  );
  writeFileSync(
    join(work, "typedoc.json"),
    JSON.stringify({
      entryPoints,
      tsconfig: join(work, "tsconfig.json"),
      plugin: ["typedoc-plugin-markdown", "typedoc-plugin-missing-exports"],
      placeInternalsInOwningModule: true,
      out: join(source, "api"),
      readme: "none",
      outputFileStrategy: "modules",
      entryFileName: "modules",
      disableSources: true,
      excludeExternals: true,
      excludePrivate: true,
      hideBreadcrumbs: true,
      hidePageHeader: true,
      hideGroupHeadings: false,
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      classPropertiesFormat: "table",
      typeDeclarationFormat: "table",
      enumMembersFormat: "table",
      useCodeBlocks: true,
      useHTMLAnchors: true,
      treatWarningsAsErrors: true,
      validation: { notDocumented: true },
      // The constructors of what the elements extend.
      intentionallyNotDocumented: ["element", "block"].map((name) => `${manifest.name}/${name}.Base.__type`),
      requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Variable"],
    }),
  );
  await run(
    process.execPath,
    [at("site/node_modules/typedoc/bin/typedoc"), "--options", join(work, "typedoc.json")],
    {
      label: "writing the reference of the package",
      cwd: at("site"),
    },
  );
  rmSync(join(source, "api/modules.md"), { force: true });
  writeFileSync(join(source, "api/index.md"), indexPage());
}

/** Writes the reference of the crate to `source/public/rust`. */
export async function writeCrateReference(source) {
  rmSync(at("target/doc"), { recursive: true, force: true });
  await run("cargo", ["doc", "--locked", "--no-deps", "--lib", "--all-features"], {
    label: "writing the reference of the crate",
    env: { RUSTDOCFLAGS: "-D warnings" },
    usually: "10 s, or a minute the first time",
  });
  const folder = join(source, "public/rust");
  cpSync(at("target/doc"), folder, { recursive: true });
  // Rustdoc links to a list of crates, which it does not write for a single one.
  const list = `<!doctype html><title>Rust reference</title><meta http-equiv="refresh" content="0; url=back_in_stock/index.html">`;
  writeFileSync(join(folder, "index.html"), list);
}
