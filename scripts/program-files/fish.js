import { headOf, SHELL_NAMES, valuesOf } from "./shells.js";

/**
 * A script for fish.
 * @param {import("./index.js").Program[]} programs
 */
export function fishCompletion(programs) {
  return `${headOf(programs, "fish")}\n${programs.map(completionOf).join("")}`;
}

function completionOf({ name, options, hasCompletion }) {
  const takesWords = options.find((option) => option.takesWords);
  const rows = ["-f", ...options.map(rowOf)];
  if (takesWords !== undefined) {
    const { short, name } = takesWords;
    rows.push(`-n '__fish_contains_opt -s ${short} ${name}' -F`);
  }
  if (hasCompletion) {
    const typed = "set -l typed (commandline -opc)";
    rows.push(
      `-n '${typed}; test (count $typed) = 1; and string length -q -- (commandline -ct)' -a completion`,
    );
    rows.push(
      `-n '${typed}; test (count $typed) = 2 -a "$typed[2]" = completion' -a '${SHELL_NAMES.join(" ")}'`,
    );
  }
  return `\n${rows.map((row) => `complete -c ${name} ${row}\n`).join("")}`;
}

function rowOf(option) {
  const { name, short, value, isOptional, meaning } = option;
  const parts = [...(short === undefined ? [] : [`-s ${short}`]), `-l ${name}`];
  if (value !== undefined) parts.push(argumentOf(option, isOptional));
  return `${parts.join(" ")} -d ${quotedForFish(meaning)}`;
}

function argumentOf(option, isOptional) {
  const values = valuesOf(option).join(" ");
  const kind = isOptional ? "-f" : "-x";
  if (option.completes === "files") return "-r -F";
  if (option.completes === "hosts") return `${kind} -a '(__fish_print_hostnames)'`;
  if (values === "") return kind;
  return `${kind} -a ${option.isList ? `'(__fish_append , ${values})'` : quotedForFish(values)}`;
}

/** A word in single quotes, in which fish knows \\ and \'. */
function quotedForFish(word) {
  return `'${word.replace(/[\\']/g, "\\$&")}'`;
}
