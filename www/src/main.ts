import "back-in-stock/block/define";
import { NotifyMeElement } from "back-in-stock/element/define";
import { showCount } from "./cart.ts";
import { connectProduct } from "./product.ts";
import { connectRelated } from "./related.ts";

// The company ID and endpoint are attributes of <html>, and apply to every button of the shop.
NotifyMeElement.defaults = { ...document.documentElement.dataset, country: "US" };

showCount();
// A page restored from the back/forward cache shows an outdated count.
addEventListener("pageshow", showCount);

for (const product of document.querySelectorAll<HTMLElement>("[data-product]")) connectProduct(product);
for (const related of document.querySelectorAll(".related")) connectRelated(related);
