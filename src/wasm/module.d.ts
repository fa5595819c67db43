/** A compiled module, as workerd imports it. */
declare const module: WebAssembly.Module;
export default module;
