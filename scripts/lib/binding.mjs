// The script that binds a typed module to wasm-bindgen's glue.

/**
 * The text of the script that `#core`, `#block` and so on resolve to. It exports the typed functions of the module, and
 * what its loader needs:
 *
 *     const { exports } = await WebAssembly.instantiate(module, imports);
 *     bind(exports);
 *
 * The optimizer gave imports and exports short names, and its only module of imports the name `a`; the script translates
 * between these and the glue's own. The glue itself stays as wasm-bindgen wrote it.
 *
 * @param {string} name the name of the glue
 * @param {{imports: string[][], exports: string[][]}} names the optimizer's map: module, name and short name of each
 *   import, name and short name of each export
 */
export function bindingOf(name, { imports, exports }) {
  const glue = `./${name}_bg.js`;
  const taken = imports.map(([, imported]) => `  ${imported},`);
  const given = imports.map(([, imported, short]) => `    ${short}: ${imported},`);
  const named = exports.map(([exported, short]) => `    ${exported}: exports.${short},`);
  return `// Made by scripts/lib/binding.mjs.
import {
  __wbg_set_wasm,
${taken.join("\n")}
} from "${glue}";

export * from "${glue}";

/** What to instantiate the module with. */
export const imports = {
  a: {
${given.join("\n")}
  },
};

let memory;

/**
 * From now on, the functions of this script call this instance.
 *
 * The glue keeps views of the memory until their buffer is detached. Growing the memory of the former instance by nothing
 * detaches it.
 */
export function bind(exports) {
  memory?.grow?.(0);
  memory = exports.${exports.find(([exported]) => exported === "memory")[1]};
  __wbg_set_wasm({
${named.join("\n")}
  });
}
`;
}

/**
 * The declarations of wasm-bindgen with those of the loader's exports. A comment at the top names the Rust file of each
 * export, since editors cannot go to its definition.
 *
 * @param {string} text the declarations
 * @param {Record<string, string>} sources the Rust files that may define exports: their texts by their paths
 */
export const declarationOf = (
  text,
  sources,
) => `// Made by wasm-bindgen and scripts/lib/binding.mjs. Defined in Rust:
//
${originsOf(text, sources)}
${text}
/** What to instantiate the module with. */
export const imports: WebAssembly.Imports;

/** From now on, the functions of this script call this instance. Objects of a former instance must not be used again. */
export function bind(exports: WebAssembly.Exports): void;
`;

/** One line for each Rust file: its path and its exports. */
function originsOf(text, sources) {
  const exportsOf = {};
  for (const [, name] of text.matchAll(/^export (?:function|class) (\w+)/gm)) {
    const definition = new RegExp(
      String.raw`^#\[wasm_bindgen\(js_name = ${name}\b|^pub (async )?(fn|struct) ${name}\b`,
      "m",
    );
    const paths = Object.keys(sources).filter((path) => definition.test(sources[path]));
    if (paths.length !== 1) throw new Error(`${name} is defined in ${paths.join(" and ") || "no Rust file"}`);
    exportsOf[paths[0]] ??= [];
    exportsOf[paths[0]].push(name);
  }
  const lines = Object.entries(exportsOf).map(([path, names]) => `//     ${path}  ${names.join(", ")}`);
  return lines.sort().join("\n");
}
