import "back-in-stock/element/define";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { endpoint, shown, subscribe } from "./shop.js";

function Page() {
  const [status, setStatus] = useState("");
  const [message, setMessage] = useState("");
  useEffect(() => {
    subscribe().then(setStatus);
  }, []);
  return (
    <>
      <output id="shown">{shown}</output>
      <output id="client">{status}</output>
      <notify-me
        company-id="ABC123"
        endpoint={endpoint()}
        variant="SKU-1"
        quantity={0}
        product="Shirt, M"
        onnotify-me-accepted={({ detail }) => setMessage(`accepted: ${detail.variant}`)}
      >
        <a href="/contact">Notify me when it's back</a>
      </notify-me>
      <output id="element">{message}</output>
    </>
  );
}

createRoot(document.querySelector("main")).render(<Page />);
