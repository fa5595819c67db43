import { BackInStock } from "back-in-stock/inline";
import "./ask.js";

globalThis.BackInStock = BackInStock;
