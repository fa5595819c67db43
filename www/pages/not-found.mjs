import { html } from "./html.mjs";
import { layout } from "./layout.mjs";

/**
 * @param {import("./layout.mjs").Shop} shop
 * @returns {string}
 */
export function notFoundPage(shop) {
  return layout(shop, {
    title: "Page not found",
    description: "This page does not exist, or it has sailed.",
    main: html`
      <section class="lost wrap">
        <p class="eyebrow">404</p>
        <h1>This page has sailed</h1>
        <p class="lead">It may have moved, or it was never in these waters.</p>
        <p><a class="button" href="/">Back to the shop</a></p>
      </section>
    `,
  });
}
