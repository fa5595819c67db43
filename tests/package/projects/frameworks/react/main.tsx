import "../emulator.ts";
import { createRoot, hydrateRoot } from "react-dom/client";
import { Product } from "./product.tsx";

const place = document.getElementById("app") as HTMLElement;
const product = <Product />;
if (place.hasChildNodes()) hydrateRoot(place, product);
else createRoot(place).render(product);
