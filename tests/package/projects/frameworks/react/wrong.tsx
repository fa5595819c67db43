import type {} from "back-in-stock/react";

// @ts-expect-error there are two ways to show the form
export const display = <notify-me display="popup" />;
// @ts-expect-error an event has its own detail
export const handler = <notify-me onnotify-me-rejected={({ detail }) => detail.outcome} />;
// @ts-expect-error attributes are known by name
export const name = <notify-me companyID="ABC123" />;
export const rows = (
  <notify-me variants={[{ id: 1, inventory_quantity: 0 }]} companyId="ABC123" className="x" />
);
