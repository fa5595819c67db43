import type { Catalog } from "../account/catalog.ts";
import type { Change } from "../account/command.ts";
import type { Refusal } from "./problem.ts";

/** What a body is judged against. */
export interface Circumstances {
  readonly catalog: Pick<Catalog, "has">;
  /** The revision that serves the request. */
  readonly revision: string;
}

/** Judges a body that is JSON: what it changes, or why it is refused. */
export type Examine = (body: unknown, circumstances: Circumstances) => Change | Refusal;
