import { functionOf, headOf, quoted, SHELL_NAMES, valuesOf } from "./shells.js";

/**
 * A script for zsh, which is sourced, or stands as a file in a folder of $fpath.
 * @param {import("./index.js").Program[]} programs
 */
export function zshCompletion(programs) {
  const names = programs.map(({ name }) => name);
  const main = functionOf(names[0]);
  return `#compdef ${names.join(" ")}
${headOf(programs, "zsh")}
${programs.map(completionOf).join("")}
${main}() {
  case $service in
${names.map((name) => `  ${name}) ${functionOf(name)}_arguments ;;`).join("\n")}
  esac
}

# zsh calls the function of a file in $fpath when it loads it. A script that is sourced says what it completes.
if [[ $funcstack[1] = ${main} ]]; then
  ${main} "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef ${main} ${names.join(" ")}
fi
`;
}

function completionOf(program) {
  const specs = program.options.flatMap(specsOf);
  const onWord = wordsOf(program);
  const words = `${functionOf(program.name)}_words`;
  if (onWord.length > 0) specs.push(quoted(`*: :${words}`));
  return `${onWord.length > 0 ? `\n${words}() {\n${onWord.join("\n")}\n}\n` : ""}
${functionOf(program.name)}_arguments() {
  _arguments -s -S \\
${specs.map((spec) => `    ${spec}`).join(" \\\n")}
}
`;
}

/** The lines that say what is offered for a word that is no option. */
function wordsOf({ options, hasCompletion }) {
  const lines = [];
  if (hasCompletion) {
    const shells = SHELL_NAMES.join(" ");
    lines.push("  if [[ CURRENT -eq 2 && -n $PREFIX ]]; then compadd completion; return; fi");
    lines.push(`  if [[ CURRENT -eq 3 && $words[2] = completion ]]; then compadd ${shells}; return; fi`);
  }
  for (const { name, short, takesWords } of options) {
    if (!takesWords) continue;
    lines.push(`  if (( \${words[(I)(-${short}*|-[^-]*${short}|--${name}|--${name}=*)]} )); then _files; fi`);
  }
  return lines;
}

/** What `_arguments` takes for an option: one specification for its name, and one for its letter. */
function specsOf(option) {
  const { name, short, value, isRepeatable, isOptional, meaning } = option;
  const isAgain = isRepeatable || option.takesWords;
  const others = isAgain ? "*" : short === undefined ? "" : `(-${short} --${name})`;
  const about = `[${escaped(meaning)}]`;
  const argument =
    value === undefined ? "" : `${isOptional ? "::" : ":"}${escaped(value)}:${actionOf(option)}`;
  const long = `--${name}${value === undefined ? "" : "="}`;
  const specs = [long, ...(short === undefined ? [] : [`-${short}${value === undefined ? "" : "+"}`])];
  return specs.map((spec) => quoted(`${others}${spec}${about}${argument}`));
}

function actionOf(option) {
  const values = valuesOf(option).map(escaped).join(" ");
  if (option.completes === "files") return "_files";
  if (option.completes === "hosts") return "_hosts";
  if (values === "") return " ";
  return option.isList ? `_values -s , ${option.name} ${values}` : `(${values})`;
}

function escaped(text) {
  return text.replace(/[\\:[\]]/g, "\\$&");
}
