import { shown } from "../shop.js";
import { Client } from "./client.tsx";
import { Product } from "./product.tsx";

export default async function Page({ searchParams }: { searchParams: Promise<{ emulator?: string }> }) {
  const { emulator } = await searchParams;
  return (
    <>
      <output id="shown">{shown}</output>
      <Client />
      <Product endpoint={emulator} />
    </>
  );
}
