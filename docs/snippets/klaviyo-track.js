// For klaviyo.js: a metric of your own, for requests that are accepted at once or after they were queued.
const track = ({ detail: { variant, outcome } }) => {
  window.klaviyo ??= [];
  if (outcome) window.klaviyo.push(["track", "Requested Back in Stock", { VariantID: variant }]);
};
document.addEventListener("notify-me-accepted", track);
document.addEventListener("notify-me-settled", track);
