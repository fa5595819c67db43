// The core's rules with a handler's options.
import type { RelaySettings } from "#relay";
import * as core from "#relay";
import { BackInStockError } from "../shared/errors.ts";
import { restart } from "./module.ts";

/** The core's rules. */
export class Rules {
  readonly #settings: RelaySettings;

  /** @throws BackInStockError if an option is wrong */
  constructor(settings: RelaySettings) {
    this.#settings = settings;
    this.call(() => {});
  }

  /**
   * Calls the core. If it stops, which no input should cause, the next call gets a new instance. No object outlives a call, so
   * none is of a former instance.
   *
   * @throws BackInStockError if the core refuses its input, and `load_failed` if it stops
   */
  call<T>(use: (rules: core.RelayRules) => T): T {
    let rules: core.RelayRules | undefined;
    try {
      rules = new core.RelayRules(this.#settings);
      return use(rules);
    } catch (cause) {
      if (cause instanceof BackInStockError) throw cause;
      forget(rules);
      rules = undefined;
      restart();
      const error = new BackInStockError("load_failed", undefined, "relay.wasm stopped and was replaced");
      error.cause = cause;
      throw error;
    } finally {
      rules?.free();
    }
  }
}

/** Frees an object before its instance is replaced: later, its memory would be the new one's. */
function forget(rules: core.RelayRules | undefined): void {
  try {
    rules?.free();
  } catch {
    // The instance is broken.
  }
}
