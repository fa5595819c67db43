// What the page of each project does, server-side where the framework renders on a server.
import { BackInStock, filterBlock } from "back-in-stock";

/** The ids of the products that a block shows: SKU-3 is sold out and has the policy to hide it then. */
export const shown = filterBlock([
  { id: "SKU-2", inventory_quantity: 3 },
  { id: "SKU-3", inventory_quantity: 0, inventory_policy: 1 },
])
  .map(({ id }) => id)
  .join();

/** Subscribes one shopper; returns the status, or why it failed. */
export async function subscribe() {
  const client = new BackInStock({ companyId: "ABC123", endpoint: endpoint() });
  try {
    const { status } = await client.subscribe({ variant: "SKU-1", profile: { email: "ann@example.com" } });
    return status;
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
}

/** Where requests go: the emulator that the test names in the address. */
export const endpoint = () => new URLSearchParams(location.search).get("emulator") ?? undefined;
