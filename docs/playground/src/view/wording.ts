import type { Language } from "@hitung/protocol";
import { en } from "./wording/en.js";
import { id } from "./wording/id.js";
import type { Wording } from "./wording/wording.js";

export type { Wording };

/** All that the page says. */
export const WORDING: Readonly<Record<Language, Wording>> = { id, en };
