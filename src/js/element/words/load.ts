// The languages, each a script of its own; English is always there.
import type { Words } from "./words.ts";

/** By the first part of their tags. Each path is written out, since bundlers look for it. */
export const LANGUAGES: Record<string, () => Promise<{ words: Words }>> = {};
