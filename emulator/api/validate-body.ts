import type { Catalog } from "../account/catalog.ts";
import type { AccountChange } from "../account/command.ts";
import type { Rejection } from "./rejection.ts";

/** What a body is judged against. */
export interface BodyContext {
  readonly catalog: Pick<Catalog, "has">;
  /** The revision that serves the request. */
  readonly revision: string;
}

/** Judges a body that is JSON: what it changes, or why it is refused. */
export type ValidateBody = (body: unknown, context: BodyContext) => AccountChange | Rejection;
