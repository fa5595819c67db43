import * as harness from "../harness.mjs";

globalThis.harness = harness;
