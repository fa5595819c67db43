// Confirms before anything is sent, and changes the request.
document.addEventListener("notify-me-submit", (event) => {
  const { request } = event.detail;
  if (!window.confirm("May we email you?")) event.preventDefault();
  else request.profile.externalId = window.customerId;
});
