import "back-in-stock/block/define";
import { NotifyMeElement } from "back-in-stock/element/define";
import { showCount } from "./cart.ts";
import { connectProduct } from "./product.ts";
import { connectRelated } from "./related.ts";

// What is the same for every button of the shop, from the page's first tag: whose shop it is, and where alerts go.
NotifyMeElement.defaults = { ...document.documentElement.dataset, country: "US" };

showCount();
// A page that comes back from the back/forward cache has the count of the time when it was left.
addEventListener("pageshow", showCount);

for (const product of document.querySelectorAll<HTMLElement>("[data-product]")) connectProduct(product);
for (const related of document.querySelectorAll(".related")) connectRelated(related);
