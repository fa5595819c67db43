// Preload this with `node --import` to fix the clock of a program that has no option for it.
import { today } from "./today.mjs";

Date.now = () => today;
