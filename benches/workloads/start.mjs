const SUBSCRIPTION = { variant: "SKU-1", profile: { email: "ann@example.com" } };

const bytesOf = async (address) => (await fetch(address)).arrayBuffer();

/** Each loads what is not measured, and returns the function to measure. */
const PARTS = {
  async compile({ wasm }) {
    const bytes = await bytesOf(wasm);
    return () => WebAssembly.compile(bytes);
  },
  async instantiate({ wasm, init, variantId }) {
    const module = await WebAssembly.compile(await bytesOf(wasm));
    return async () => {
      await init(module);
      return variantId("SKU-1");
    };
  },
  /** From the call to the outcome, with everything that it loads. */
  subscribe:
    ({ BackInStock }, origin) =>
    async () =>
      (await new BackInStock({ companyId: "ABC123", endpoint: origin }).subscribe(SUBSCRIPTION)).status,
};

/**
 * The one-time work of a page until its first subscription is accepted.
 *
 * @param {{origin: string, part: keyof PARTS}} options
 */
export const prepare = ({ origin, part }) => ({ run: (api) => PARTS[part](api, origin), summary: String });
