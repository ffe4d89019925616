// What goes with a program when it is installed: its manual page, and what completes it in shells. Packages make them at
// build from the tables of their options, so that nothing about an option is written twice.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bashCompletion } from "./bash.js";
import { fishCompletion } from "./fish.js";
import { manualPage } from "./man.js";
import { zshCompletion } from "./zsh.js";

/**
 * @typedef {object} Option
 * @property {string} name such as `unit` of `--unit`
 * @property {string} [short] its letter
 * @property {string} [value] what stands for its value, such as `units`; a flag has none
 * @property {boolean} [isOptional] the option may stand without its value
 * @property {boolean} [isList] its value may be several choices with commas between them
 * @property {boolean} [isRepeatable] it may be given several times
 * @property {boolean} [takesWords] the words behind it are values of it, too
 * @property {readonly string[]} [choices] all values that it takes
 * @property {readonly string[]} [suggestions] some of them
 * @property {"files" | "hosts"} [completes] what its values are
 * @property {string} meaning
 * @property {string} [default]
 * @property {string} [variable] of the environment
 */

/**
 * @typedef {object} Program as its manual and its completion tell it, in one language
 * @property {string} name
 * @property {"id" | "en"} language
 * @property {string} version
 * @property {string} description its first sentence tells what the program does
 * @property {{ name: string, meaning: string }} [words] the arguments that are no options
 * @property {boolean} hasCompletion whether `NAME completion SHELL` prints what completes it
 * @property {Option[]} options
 * @property {{ title: string, rows: Row[], notes?: string[] }[]} [sections] that only this program has
 * @property {Row[]} [variables] besides those of the options
 * @property {Row[]} [files]
 * @property {readonly Row[]} examples
 * @property {Row[]} exitCodes
 * @property {string[]} related programs
 *
 * @typedef {readonly [name: string, meaning: string]} Row
 */

const COMPLETIONS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * Writes `man/PROGRAM.1` and `completions/LANGUAGE.SHELL` into a folder.
 * @param {string} folder
 * @param {Program[]} programs of one package, in all languages
 */
export function writeProgramFiles(folder, programs) {
  mkdirSync(join(folder, "man"), { recursive: true });
  mkdirSync(join(folder, "completions"), { recursive: true });
  for (const program of programs) {
    const { name, language } = program;
    // In English under the program's own name, as npm installs pages for all languages into one folder.
    const page = language === "en" ? `${name}.1` : `${name}.${language}.1`;
    writeFileSync(join(folder, "man", page), manualPage(program));
  }
  for (const language of new Set(programs.map((program) => program.language))) {
    const inLanguage = programs.filter((program) => program.language === language);
    for (const [shell, complete] of Object.entries(COMPLETIONS)) {
      writeFileSync(join(folder, "completions", `${language}.${shell}`), complete(inLanguage));
    }
  }
}
