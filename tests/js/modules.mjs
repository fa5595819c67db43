// Copies of the module in which something is wrong. Exports have short names that change from build to build, so they
// are told apart by what they take and give.
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

function functions(module) {
  const found = [];
  for (let index = 0; index < module.getNumExports(); index++) {
    const { kind, name, value } = binaryen.getExportInfo(module.getExportByIndex(index));
    if (kind !== binaryen.ExternalFunction) continue;
    const { params, results, body } = binaryen.getFunctionInfo(module.getFunction(value));
    found.push({ name, value, params, results, body });
  }
  return found;
}

function replaced(module, { value, params, results }, body) {
  module.removeFunction(value);
  module.addFunction(value, params, results, [], body);
  const bytes = module.emitBinary();
  module.dispose();
  if (!WebAssembly.validate(bytes)) throw new Error("the copy is no module");
  return bytes;
}

/** The module with the fingerprint of another build: the one export that is no more than a number. */
export function alterFingerprint(path) {
  const module = open(path);
  const [found, ...more] = functions(module).filter(
    ({ params, results, body }) =>
      params === binaryen.none &&
      results === binaryen.i32 &&
      binaryen.getExpressionId(body) === binaryen.ConstId,
  );
  if (!found || more.length > 0) throw new Error("the fingerprint was not found");
  const { value } = binaryen.getExpressionInfo(found.body);
  return replaced(module, found, module.i32.const(value ^ 1));
}

/** One copy for each function of the API (what gives a JavaScript value), in which it traps. */
export function trapping(path) {
  const first = open(path);
  const names = functions(first)
    .filter(({ results }) => results === binaryen.externref)
    .map(({ name }) => name);
  first.dispose();
  return names.map((name) => {
    const module = open(path);
    const found = functions(module).find((one) => one.name === name);
    return replaced(module, found, module.unreachable());
  });
}
