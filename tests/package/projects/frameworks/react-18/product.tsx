import "back-in-stock/element/define";
import type {} from "back-in-stock/react";
import { useEffect, useRef, useState } from "react";

const small = { id: "SKU-0", name: "S", stock: 3 };
const medium = { id: "SKU-1", name: "M", stock: 0 };
const texts = { button: "Tell me first" };

export function Product() {
  const notifyMe = useRef<HTMLElementTagNameMap["notify-me"]>(null);
  const [size, setSize] = useState(small);
  const [message, setMessage] = useState("");

  useEffect(() => {
    const element = notifyMe.current;
    if (!element) return;
    element.texts = texts;
    const controller = new AbortController();
    element.addEventListener(
      "notify-me-accepted",
      ({ detail }) => setMessage(`accepted: ${detail.variant}`),
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, []);

  return (
    <>
      {[small, medium].map((one) => (
        <button type="button" key={one.id} data-size={one.name} onClick={() => setSize(one)}>
          {one.name}
        </button>
      ))}
      <notify-me
        ref={notifyMe}
        company-id="ABC123"
        variant={size.id}
        quantity={size.stock}
        product={`Shirt, ${size.name}`}
      >
        <a href="/contact">Ask us about this item</a>
      </notify-me>
      <output>{message}</output>
    </>
  );
}
