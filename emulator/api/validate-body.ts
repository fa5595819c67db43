import type { Catalog } from "../account/catalog.ts";
import type { AccountChange } from "../account/command.ts";
import type { Rejection } from "./rejection.ts";

/** What validation depends on besides the body. */
export interface BodyContext {
  readonly catalog: Pick<Catalog, "has">;
  /** The API revision that serves the request. */
  readonly revision: string;
}

/** Validates a JSON body. Returns the changes that it makes, or why it is rejected. */
export type ValidateBody = (body: unknown, context: BodyContext) => AccountChange | Rejection;
