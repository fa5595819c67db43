// Copies of the module in which something is wrong.
import { readFileSync } from "node:fs";
import binaryen from "binaryen";

/** Those of the shipped module: with more of them, what is written would be newer than what runs it. */
const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt } = binaryen.Features;
const FEATURES = BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt;

/** The short name of an export, which the script that binds the module knows. */
function shortNameOf(name, glue) {
  const script = readFileSync(new URL(`../../target/wasm/${glue}/${glue}.js`, import.meta.url), "utf8");
  return new RegExp(`^ +${name}: exports\\.(\\w+),$`, "m").exec(script)[1];
}

/** The module of another release. */
export function ofAnotherVersion(path) {
  const bytes = readFileSync(path);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const at = bytes.indexOf(version);
  if (at < 0 || bytes.indexOf(version, at + 1) >= 0) throw new Error("the version is not there once");
  bytes[at] ^= 1;
  return bytes;
}

/** The module in which a function that is exported traps; `glue` is the name of the script that binds it. */
export function trapping(path, name, glue = "core") {
  const module = binaryen.readBinary(readFileSync(path));
  module.setFeatures(FEATURES);
  const short = shortNameOf(name, glue);
  const { value } = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  ).find((one) => one.name === short);
  binaryen.Function.setBody(module.getFunction(value), module.unreachable());
  const bytes = module.emitBinary();
  module.dispose();
  if (!WebAssembly.validate(bytes)) throw new Error("the copy is not a module");
  return bytes;
}
