import { useState } from "react";
import { NotifyForm } from "./notify-form.tsx";

/** A page with the form of one variant, which a shopper can leave. */
export function App() {
  const [variant, setVariant] = useState("SKU-1");
  return (
    <>
      {variant && <NotifyForm key={variant} variant={variant} />}
      <button type="button" id="unknown" onClick={() => setVariant("SKU-9")}>
        another variant
      </button>
      <button type="button" id="leave" onClick={() => setVariant("")}>
        leave
      </button>
    </>
  );
}
