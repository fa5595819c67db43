"use client";

import "back-in-stock/element/define";
import type {} from "back-in-stock/react";
import { useEffect, useRef, useState } from "react";

export function Product() {
  const notifyMe = useRef<HTMLElementTagNameMap["notify-me"]>(null);
  const [message, setMessage] = useState("");

  useEffect(() => {
    const controller = new AbortController();
    notifyMe.current?.addEventListener(
      "notify-me-accepted",
      ({ detail }) => setMessage(`accepted: ${detail.variant}`),
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, []);

  return (
    <>
      <notify-me ref={notifyMe} company-id="ABC123" variant="SKU-1" quantity={0} product="Shirt, M">
        <a href="/contact">Ask us about this item</a>
      </notify-me>
      <output id="element">{message}</output>
    </>
  );
}
