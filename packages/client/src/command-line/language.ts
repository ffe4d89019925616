import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "@hitung/protocol";
import type { Environment } from "./table.js";
import { choice, namesOf } from "./values.js";

export const LANGUAGE_CHOICES = namesOf(LANGUAGES);

/** The language, as a row of a table. Every program has it, under the key `lang`. */
export const LANGUAGE_OPTION = {
  value: choice("lang", LANGUAGE_CHOICES),
  default: DEFAULT_LANGUAGE,
  variable: "HITUNG_LANG",
} as const;

/** The last language among the values of `--lang`; without one that of the environment. Other values count as none. */
export function chooseLanguage(values: readonly (string | undefined)[], env: Environment): Language {
  return [env[LANGUAGE_OPTION.variable], ...values].reduce<Language>(
    (last, value) => LANGUAGE_CHOICES.get(value ?? "") ?? last,
    DEFAULT_LANGUAGE,
  );
}
