// On a server: the element's script does nothing there, and its markup is what a page without scripts shows.
import { renderToString } from "react-dom/server";
import { Product } from "./product.tsx";

export const render = () => renderToString(<Product />);
