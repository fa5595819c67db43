// For Google Tag Manager. Nothing that a shopper typed goes into the data layer.
for (const name of ["visible", "open", "submit", "accepted", "queued", "settled", "rejected"]) {
  document.addEventListener(`notify-me-${name}`, ({ detail }) => {
    window.dataLayer ??= [];
    window.dataLayer.push({
      event: `notify_me_${name}`,
      notifyMe: {
        variant: detail.variant,
        outcome: detail.outcome?.status,
        already: detail.already,
        error: detail.error?.code,
      },
    });
  });
}
