import { init } from "back-in-stock/inline";
import "./ask.js";

globalThis.ready = init();
