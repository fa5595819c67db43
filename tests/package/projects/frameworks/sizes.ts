// What all the shops sell: two sizes; the second is sold out.
export interface Size {
  id: string;
  name: string;
  stock: number;
}

export const sizes: [Size, Size] = [
  { id: "SKU-0", name: "S", stock: 3 },
  { id: "SKU-1", name: "M", stock: 0 },
];

/** Where requests go: to the emulator that the test names. */
export const endpointIn = (query: string) => new URLSearchParams(query).get("emulator") ?? undefined;
