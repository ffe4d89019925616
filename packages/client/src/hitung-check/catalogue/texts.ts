import type { Language } from "@hitung/protocol";
import type { CaseTexts } from "./cases.js";
import { TEXTS_EN } from "./texts.en.js";
import { TEXTS_ID } from "./texts.id.js";

/** What a person reads of the cases, in each language. */
export const CASE_TEXTS: Readonly<Record<Language, CaseTexts>> = { id: TEXTS_ID, en: TEXTS_EN };
