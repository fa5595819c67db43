import type { ResolvedOptions } from "../options.ts";
import { type Rejection, reject } from "./rejection.ts";

/**
 * Whether people must confirm a consent for a list. Klaviyo's API description, "Bulk Subscribe Profiles": the list decides,
 * and for a request without a list the account's default setting.
 */
export function isDoubleOptIn(
  listId: string | null,
  { lists, optIn }: Pick<ResolvedOptions, "lists" | "optIn">,
): boolean | Rejection {
  if (listId === null || !lists) return optIn === "double_opt_in";
  if (!Object.hasOwn(lists, listId)) return reject("list_unknown", "The account has no such list.");
  return lists[listId] === "double_opt_in";
}
