import type {} from "back-in-stock/react";
import { useState } from "react";
import { sizes } from "../sizes.ts";

export function Product({ endpoint }: { endpoint: string | undefined }) {
  const [size, choose] = useState(sizes[0]);
  const [said, say] = useState("");
  return (
    <>
      {sizes.map((one) => (
        <button type="button" key={one.id} data-size={one.name} onClick={() => choose(one)}>
          {one.name}
        </button>
      ))}
      <notify-me
        company-id="ABC123"
        endpoint={endpoint}
        variant={size.id}
        quantity={size.stock}
        product={`Shirt, ${size.name}`}
        onnotify-me-accepted={({ detail }) => say(`accepted: ${detail.variant}`)}
      >
        <a href="/contact">Tell me when it is back</a>
      </notify-me>
      <output>{said}</output>
    </>
  );
}
