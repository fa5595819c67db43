import { createRoot, hydrateRoot } from "react-dom/client";
import "back-in-stock/element/define";
import { endpointIn } from "../sizes.ts";
import { Product } from "./product.tsx";

const place = document.getElementById("app") as HTMLElement;
const product = <Product endpoint={endpointIn(location.search)} />;
if (place.hasChildNodes()) hydrateRoot(place, product);
else createRoot(place).render(product);
