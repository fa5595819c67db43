import "back-in-stock/element/define";
import type {} from "back-in-stock/react";
import { useState } from "react";

const small = { id: "SKU-0", name: "S", stock: 3 };
const medium = { id: "SKU-1", name: "M", stock: 0 };

export function Product() {
  const [size, setSize] = useState(small);
  const [message, setMessage] = useState("");
  return (
    <>
      {[small, medium].map((one) => (
        <button type="button" key={one.id} data-size={one.name} onClick={() => setSize(one)}>
          {one.name}
        </button>
      ))}
      <notify-me
        company-id="ABC123"
        variant={size.id}
        quantity={size.stock}
        product={`Shirt, ${size.name}`}
        onnotify-me-accepted={({ detail }) => setMessage(`accepted: ${detail.variant}`)}
      >
        <a href="/contact">Ask us about this item</a>
      </notify-me>
      <output>{message}</output>
    </>
  );
}
