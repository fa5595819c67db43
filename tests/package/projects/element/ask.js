import { NotifyMeElement } from "back-in-stock/element";
import "back-in-stock/element/define";

NotifyMeElement.defaults = { endpoint: new URLSearchParams(location.search).get("emulator") };
globalThis.outcome = new Promise((resolve) => {
  document.addEventListener("notify-me-accepted", ({ detail }) => resolve(detail.outcome.status));
  document.addEventListener("notify-me-rejected", ({ detail }) => resolve(detail.error.code));
});
document.querySelector("notify-me").shadowRoot.querySelector("[part=trigger]").click();
