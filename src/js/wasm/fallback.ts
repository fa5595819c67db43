// The core as plain JavaScript. It imports nothing from the wrapper: bundlers move code shared by two scripts to a third.
import { instantiate as instance, memoryName, pages } from "#fallback";

/** Creates an instance with the same exports as `WebAssembly.Instance`, so that the same bindings work. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  const memory = new Memory();
  const exports = instance({ ...imports, env: { memory: memory as unknown as WebAssembly.Memory } });
  return { ...exports, [memoryName]: memory as unknown as WebAssembly.Memory };
}

/**
 * A memory that detaches its buffer when it is replaced, like WebAssembly's. The bindings cache views until the buffer is
 * detached. The output of wasm2js sets `buffer` after it has copied the old one.
 */
class Memory {
  #buffer = new ArrayBuffer(pages * 65_536);

  get buffer(): ArrayBuffer {
    return this.#buffer;
  }

  set buffer(next: ArrayBuffer) {
    this.#detach();
    this.#buffer = next;
  }

  /** Called with 0 only, to detach the buffer of an instance that was replaced. */
  get grow(): () => void {
    return () => this.#detach();
  }

  /** Ignores the function that the output of wasm2js assigns, since it does not detach the buffer. */
  set grow(_) {}

  #detach(): void {
    structuredClone(this.#buffer, { transfer: [this.#buffer] });
  }
}
