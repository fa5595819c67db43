// Without any framework: what querySelector finds, and what events tell.
import { type NotifyMeDefaults, NotifyMeElement } from "back-in-stock/element";

const element = document.querySelector("notify-me");
element?.addEventListener("notify-me-submit", (event) => {
  event.detail.request.channels = ["EMAIL"];
  event.preventDefault();
});
document.addEventListener("notify-me-accepted", ({ detail }) =>
  console.log(detail.outcome.status, detail.already),
);
if (element) {
  element.companyId = "ABC123";
  element.variants = [{ id: "SKU-1", inventory_quantity: 0 }];
  element.texts = { button: "Tell me" };
  void element.show().then(() => element.close());
  void element.explain().then(({ reason, problems }) => console.log(reason, problems.length));
}
NotifyMeElement.defaults = { companyId: "ABC123", display: "dialog" } satisfies NotifyMeDefaults;

// @ts-expect-error there are two ways to show the form
if (element) element.display = "popup";
// @ts-expect-error texts are known by name
if (element) element.texts = { headline: "x" };
