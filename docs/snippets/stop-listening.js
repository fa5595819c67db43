// Reports requests until `stopReporting()` is called, for example when a view of a single-page app is left.
const controller = new AbortController();
const report = ({ type, detail }) => window.dataLayer?.push({ event: type, variant: detail.variant });

document.addEventListener("notify-me-accepted", report, { signal: controller.signal });
document.addEventListener("notify-me-queued", report, { signal: controller.signal });

window.stopReporting = () => controller.abort();
