const SUBSCRIPTION = { variant: "SKU-1", profile: { email: "ann@example.com" } };

const bytesOf = async (address) => (await fetch(address)).arrayBuffer();

/** Each loads what it does not measure, and returns the function that is measured. */
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
  /** With all that it loads by itself, to the outcome. */
  subscribe:
    ({ BackInStock }, origin) =>
    async () =>
      (await new BackInStock({ companyId: "ABC123", endpoint: origin }).subscribe(SUBSCRIPTION)).status,
};

/**
 * What a page does once, before its first subscription is accepted.
 *
 * @param {{origin: string, part: keyof PARTS}} options
 */
export const prepare = ({ origin, part }) => ({ run: (api) => PARTS[part](api, origin), summary: String });
