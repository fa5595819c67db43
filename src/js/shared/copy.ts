// Objects from the page are copied before use: the page may change them later, and a getter may throw.

/** Copies the own members of an object and of its nested objects, one level deep. Returns other values unchanged. */
export function copyOwn<T>(value: T): T {
  return copy(value, 2) as T;
}

function copy(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return Array.from(value);
  if (typeof value !== "object" || value === null || depth === 0) return value;
  // No prototype: members that scripts of the page add to `Object.prototype` must not act as options.
  const members: { [name: string]: unknown } = Object.create(null);
  for (const [name, member] of Object.entries(value)) members[name] = copy(member, depth - 1);
  return members;
}
