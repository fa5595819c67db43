import "./wasm.js";
import "./main.js";
