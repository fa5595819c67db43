// The available adapters. Each is a separate script that exports `follow`.
import type { Adapter } from "./adapter.ts";

/** Loaders by the name used in the attribute `follow`. `form` also starts by itself. Bundlers need literal paths. */
export const ADAPTERS: Record<string, () => Promise<{ follow: Adapter }>> = {
  bigcommerce: () => import("./bigcommerce.ts"),
  form: () => import("./form.ts"),
  magento: () => import("./magento.ts"),
  shopify: () => import("./shopify.ts"),
  woocommerce: () => import("./woocommerce.ts"),
};
