import type { Catalog } from "../account/catalog.ts";
import type { AccountChange } from "../account/command.ts";
import type { ResolvedOptions } from "../options.ts";
import type { Rejection } from "./rejection.ts";

/** What validation depends on besides the body. */
export interface BodyContext {
  readonly catalog: Pick<Catalog, "has">;
  /** The API revision that serves the request. */
  readonly revision: string;
  /** When the request was received, in milliseconds since 1970. */
  readonly at: number;
  readonly options: Pick<ResolvedOptions, "lists" | "optIn" | "jobDuration">;
}

/** Validates a JSON body. Returns the change that it makes, or why it is rejected. */
export type ValidateBody = (body: unknown, context: BodyContext) => AccountChange | Rejection;
