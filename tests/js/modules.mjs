// Copies of the module in which something is wrong.
import { readFileSync } from "node:fs";
import binaryen from "binaryen";

/** Those of the shipped module: with more of them, what is written would be newer than what runs it. */
const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt, ReferenceTypes, Multivalue } =
  binaryen.Features;
const FEATURES =
  BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt | ReferenceTypes | Multivalue;

function open(path) {
  const module = binaryen.readBinary(readFileSync(path));
  module.setFeatures(FEATURES);
  return module;
}

/** The copy in which a function that is exported has another body, made of the one it has. */
function replaced(path, name, bodyOf) {
  const module = open(path);
  const { value } = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  ).find((one) => one.name === name);
  const { params, results, body } = binaryen.getFunctionInfo(module.getFunction(value));
  const other = bodyOf(module, body);
  module.removeFunction(value);
  module.addFunction(value, params, results, [], other);
  const bytes = module.emitBinary();
  module.dispose();
  if (!WebAssembly.validate(bytes)) throw new Error("the copy is no module");
  return bytes;
}

/** The module with the fingerprint of another build. */
export const alterFingerprint = (path) =>
  replaced(path, "fingerprint", (module, body) =>
    module.i32.const(binaryen.getExpressionInfo(body).value ^ 1),
  );

/** The module in which a function traps. */
export const trapping = (path, name) => replaced(path, name, (module) => module.unreachable());
