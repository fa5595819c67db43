/** A module that exports `answer`, a function that returns 42. */
const answer = Uint8Array.from(
  "0061736d010000000105016000017f03020100070a0106616e7377657200000a06010400412a0b".match(/../g),
  (byte) => Number.parseInt(byte, 16),
);

/** A small site for the test of the driver, for `serve`. */
export const pages = {
  "/": `<!doctype html><title>Home</title><script type="module" src="/page.js"></script>
    <x-field></x-field><x-outer></x-outer><p id="log"></p>`,
  "/page.js": `
    const log = (text) => { document.querySelector("#log").textContent += text; };
    customElements.define("x-field", class extends HTMLElement {
      constructor() {
        super();
        const root = this.attachShadow({ mode: "open" });
        const input = document.createElement("input");
        const button = document.createElement("button");
        root.append(input, button);
        button.textContent = "Go";
        button.onclick = (event) => log("[click " + event.isTrusted + " " + input.value + "]");
        input.onkeydown = (event) => { if (event.key === "Tab") log("[tab]"); };
      }
    });
    customElements.define("x-outer", class extends HTMLElement {
      constructor() { super(); this.attachShadow({ mode: "open" }).append(document.createElement("x-field")); }
    });
    window.wasm = WebAssembly.instantiateStreaming(fetch("/answer.wasm"))
      .then(({ instance }) => instance.exports.answer(), (error) => "refused: " + error.name);`,
  "/answer.wasm": answer,
  "/loud.html": `<!doctype html><script src="/loud.js"></script>`,
  "/loud.js": `console.error("early", { a: 1 }); Promise.reject(new TypeError("lost"));
    addEventListener("click", () => { console.warn("careful"); throw new RangeError("thrown by the page"); });`,
};
