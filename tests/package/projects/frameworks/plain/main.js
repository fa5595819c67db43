const element = document.querySelector("notify-me");
element.setAttribute("endpoint", new URLSearchParams(location.search).get("emulator"));
document.addEventListener("notify-me-accepted", ({ detail }) => {
  document.querySelector("output").textContent = `accepted: ${detail.variant}`;
});
