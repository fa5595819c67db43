/** @jsxImportSource solid-js */
import type {} from "back-in-stock/solid";

export const right = (
  <notify-me
    company-id="ABC123"
    variants={[{ variant: "SKU-1", quantity: 0 }]}
    on:notify-me-accepted={({ detail }) => console.log(detail.already)}
  />
);
// @ts-expect-error there are two ways to show the form
export const display = <notify-me display="popup" />;
// @ts-expect-error an event has its own detail
export const handler = <notify-me on:notify-me-rejected={({ detail }) => detail.outcome} />;
