import "back-in-stock/element/define";
import { endpoint, shown, subscribe } from "./shop.js";

document.getElementById("shown").textContent = shown;
const element = document.querySelector("notify-me");
element.setAttribute("endpoint", endpoint());
element.addEventListener("notify-me-accepted", ({ detail }) => {
  document.getElementById("element").textContent = `accepted: ${detail.variant}`;
});
subscribe().then((status) => {
  document.getElementById("client").textContent = status;
});
