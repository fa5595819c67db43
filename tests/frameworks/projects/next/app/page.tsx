import { shown } from "../shop.js";
import { Client } from "./client.tsx";
import { Product } from "./product.tsx";

/** Rendered for each request, as pages with stock are. */
export const dynamic = "force-dynamic";

export default function Page() {
  return (
    <>
      <output id="shown">{shown}</output>
      <Client />
      <Product />
    </>
  );
}
