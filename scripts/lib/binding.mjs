// The script that binds a typed module to wasm-bindgen's glue.

/**
 * The text of the script that `#core`, `#block` and so on resolve to. It exports the typed functions of the module, and
 * what its loader needs:
 *
 *     const { exports } = await WebAssembly.instantiate(module, imports);
 *     bind(exports);
 *
 * The optimizer gave imports and exports short names; the script translates between these and the glue's own. The glue
 * itself stays as wasm-bindgen wrote it.
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

/** The declarations of wasm-bindgen with those of the loader's exports. */
export const declarationOf = (text) => `${text}
/** What to instantiate the module with. */
export const imports: WebAssembly.Imports;

/** From now on, the functions of this script call this instance. Objects of a former instance must not be used again. */
export function bind(exports: WebAssembly.Exports): void;
`;
