// The available languages. Each is a separate script, except English, which is part of the element.
import type { Messages } from "./messages.ts";

/** Loaders by primary language subtag. Bundlers need literal paths. */
export const LANGUAGES: Record<string, () => Promise<{ messages: Messages }>> = {
  ar: () => import("./ar.ts"),
  da: () => import("./da.ts"),
  de: () => import("./de.ts"),
  es: () => import("./es.ts"),
  fr: () => import("./fr.ts"),
  it: () => import("./it.ts"),
  ja: () => import("./ja.ts"),
  nl: () => import("./nl.ts"),
  pl: () => import("./pl.ts"),
  pt: () => import("./pt.ts"),
  sv: () => import("./sv.ts"),
};
