import type { ProfileRecord, Profiles } from "../account/profiles.ts";
import { type Rejection, reject } from "./rejection.ts";

/** An operator, a field, and one or more quoted values. */
const expression = /^(equals|any)\((id|email|phone_number|external_id), *(.*)\)$/s;
const list = /^\[(.*)\]$/s;
const quoted = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/gs;

const identifierNames = {
  id: "id",
  email: "email",
  phone_number: "phoneNumber",
  external_id: "externalId",
} as const;

/**
 * Finds the profiles of a filter. Klaviyo's guide "Filtering" and its API description: `equals(email,"ann@example.com")` and
 * `any(id,["01","02"])`, for the four identifiers.
 */
export function findByFilter(filter: string, profiles: Profiles): ProfileRecord[] | Rejection {
  const [, operator, field, text = ""] = expression.exec(filter) ?? [];
  const values = operator === "any" ? readValues(list.exec(text)?.[1] ?? "") : readValues(text);
  const isReadable = values.length > 0 && (operator === "any" || values.length === 1);
  if (!isReadable || !isField(field)) {
    return reject("filter_unsupported", "Filter by equals or any of id, email, phone_number, external_id.");
  }
  const found = values.map((value) => profiles.find({ [identifierNames[field]]: value }));
  return [...new Set(found.filter((profile) => profile !== undefined))];
}

/** The quoted values of a list with commas; none if there is anything else. */
function readValues(text: string): string[] {
  if (text.replaceAll(quoted, "").replaceAll(/[ ,]/g, "") !== "") return [];
  return Array.from(text.matchAll(quoted), ([, double, single]) =>
    (double ?? single ?? "").replaceAll(/\\(.)/gs, "$1"),
  );
}

function isField(field: string | undefined): field is keyof typeof identifierNames {
  return field !== undefined && Object.hasOwn(identifierNames, field);
}
