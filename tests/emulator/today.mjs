/** The time on the tests' clock: within a year of the revisions they send, so that these are stable. */
export const today = Date.parse("2026-08-01T12:00:00Z");
