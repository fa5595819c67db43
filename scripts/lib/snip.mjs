// The one pass that changes what the compiler made: panics and formatting become traps, as wasm-snip does it.
import binaryen from "binaryen";

/**
 * Functions whose bodies are replaced by a trap, as patterns of their mangled names: `4core9panicking` is
 * `core::panicking`, and the number before each part is its length.
 *
 * On this target a panic can only end in a trap, and nobody sees its message. Without these functions the module does not
 * carry the code that formats it. The module's own code must not format text, since that would trap, too: it writes text
 * with `push_str` and serde_json.
 */
const SNIPPED = {
  "where a panic goes": [
    /4core9panicking/,
    /3std9panicking/,
    /rust_begin_unwind/,
    /rust_start_panic/,
    /rust_panic/,
    /rust_oom/,
  ],
  "what can only panic": [
    /13unwrap_failed/,
    /13expect_failed/,
    /panic_already_borrowed/,
    /panic_already_mutably_borrowed/,
    /14panic_poisoned/,
    /16slice_error_fail/,
    /16slice_index_fail/,
    /17capacity_overflow/,
    /18handle_alloc_error/,
    /5alloc7raw_vec12handle_error/,
  ],
  // `NtB5_` and the like refer to a name that was given before: here to `core::fmt`.
  "what formats values for people": [
    /5Debug3fmt/,
    /7Display3fmt/,
    /4core3fmt(NtB\w+_)?9Formatter/,
    /4core3fmt5write/,
  ],
};

const PATTERNS = Object.values(SNIPPED).flat();
const FORMATTING = SNIPPED["what formats values for people"];

/** Whether a function with this mangled name is replaced. */
export const isSnipped = (name, formats = false) =>
  PATTERNS.some((pattern) => pattern.test(name) && !(formats && FORMATTING.includes(pattern)));

/**
 * The module with traps in place of those functions.
 *
 * The list of target features goes, too. The standard library is compiled with reference types and multivalue, and the
 * list says so for the whole module; without the list, wasm-bindgen writes glue that needs neither, which serves the
 * fallback in plain JavaScript as well.
 */
export function snip(bytes, formats = false) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(bytes);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const func = module.getFunctionByIndex(index);
    const { name, base } = binaryen.getFunctionInfo(func);
    const isImport = base !== "";
    if (!isImport && isSnipped(name, formats)) binaryen.Function.setBody(func, module.unreachable());
  }
  module.runPasses(["strip-target-features"]);
  const snipped = module.emitBinary();
  module.dispose();
  return snipped;
}
