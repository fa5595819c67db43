// What is kept of a request until its answer is final.

/** A subscription that waits, with the consent that belongs to it. Times are milliseconds since 1970, 0: none. */
export interface Entry {
  /** Its documents as JSON: the same wish is one entry, whichever tab it comes from. */
  id: string;
  /** What the shopper asked for, packed as the core reads it; the address, the revision and the key are not in it. */
  fields: string;
  /** The places of these values: another version of this package may have others. */
  paths: string;
  created: number;
  /** The first attempt that the service may have accepted. */
  uncertain: number;
  /** When it may be tried again. */
  due: number;
  /** Until when its owner has it. */
  lease: number;
  owner: string;
  attempts: number;
  /** What comes next: consent, alert, newsletter. */
  step: number;
  reason: string;
}

/** The first place that is not the service's, but of what the shopper asked for. */
const OWN = "integration";

/** The part of packed fields that is kept; `paths` are their places. */
export function kept(fields: string, paths: string): Pick<Entry, "fields" | "paths"> {
  const places = paths.split(" ");
  const own = places.indexOf(OWN);
  return { fields: fields.split("\0").slice(own).join("\0"), paths: places.slice(own).join(" ") };
}

/** Packed fields again, with the service's part of `service`; `paths` are today's places. */
export function fieldsOf(entry: Entry, service: string, paths: string): string {
  const places = paths.split(" ");
  const own = places.indexOf(OWN);
  // Storage can be changed by anybody between two visits.
  const before = String(entry.paths).split(" ");
  const values = String(entry.fields).split("\0");
  const current = service.split("\0");
  return places
    .map((place, index) => (index < own ? current[index] : values[before.indexOf(place)]) ?? "")
    .join("\0");
}
