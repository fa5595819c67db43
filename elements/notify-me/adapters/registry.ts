// The adapters, each a script of its own that exports `follow`.
import type { Adapter } from "./adapter.ts";

/** By their names in the attribute `follow`. Each path is written out, since bundlers look for it. */
export const ADAPTERS: Record<string, () => Promise<{ follow: Adapter }>> = {
  bigcommerce: () => import("./bigcommerce.ts"),
  form: () => import("./form.ts"),
  magento: () => import("./magento.ts"),
  shopify: () => import("./shopify.ts"),
  woocommerce: () => import("./woocommerce.ts"),
};
