import "../emulator.ts";
import { createRoot } from "react-dom/client";
import { Product } from "./product.tsx";

createRoot(document.getElementById("app") as HTMLElement).render(<Product />);
