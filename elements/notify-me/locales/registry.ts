// The languages, each a script of its own; English is always there.
import type { Messages } from "./messages.ts";

/** By the first part of their tags. Each path is written out, since bundlers look for it. */
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
