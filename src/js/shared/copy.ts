// Page objects are copied before they are used: a page may change them meanwhile, and a getter may throw.

/** Copies the own members of an object and of the objects in it. Other values stay as they are. */
export function copyOwn<T>(value: T): T {
  return copy(value, 2) as T;
}

function copy(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return Array.from(value);
  if (typeof value !== "object" || value === null || depth === 0) return value;
  // Without a prototype: what others gave to every object does not count.
  const members: { [name: string]: unknown } = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = copy(member, depth - 1);
  return members;
}
