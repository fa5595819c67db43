// For klaviyo.js: a metric of your own. Accepted at once, or at last, after it had waited on the device.
const track = ({ detail: { variant, outcome } }) => {
  window.klaviyo ??= [];
  if (outcome) window.klaviyo.push(["track", "Asked for Back in Stock", { VariantID: variant }]);
};
document.addEventListener("notify-me-accepted", track);
document.addEventListener("notify-me-settled", track);
