// The core as plain JavaScript. It imports nothing of the wrapper: a page's bundler splits off what two scripts share.
import { instantiate as instance, memoryName, pages } from "#fallback";

/** Makes an instance, like `WebAssembly.instantiate`: the same glue binds it. */
export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports {
  const memory = new Memory();
  const exports = instance({ ...imports, env: { memory: memory as unknown as WebAssembly.Memory } });
  return { ...exports, [memoryName]: memory as unknown as WebAssembly.Memory };
}

/**
 * A memory whose buffers are detached when they are replaced, as those of WebAssembly are: the glue keeps views until
 * then. The script of wasm2js sets `buffer` after it has copied the old one.
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

  /** Only called with 0: to detach the buffer of an instance that was replaced. */
  get grow(): () => void {
    return () => this.#detach();
  }

  /** The script of wasm2js puts its own function here; but it does not detach anything. */
  set grow(_) {}

  #detach(): void {
    structuredClone(this.#buffer, { transfer: [this.#buffer] });
  }
}
