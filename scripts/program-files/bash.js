import { functionOf, headOf, quoted, SHELL_NAMES, valuesOf } from "./shells.js";

/**
 * A script for bash. It needs nothing else, such as the package bash-completion.
 * @param {import("./index.js").Program[]} programs
 */
export function bashCompletion(programs) {
  return [headOf(programs, "bash"), ...programs.map(completionOf)].join("\n");
}

// bash has cut the line at = as well, so that `--unit=by` is three words. Files are left to readline, which knows how
// to quote them: `compopt -o default` asks it (bash 3.2 has no compopt, and asks it always).
function completionOf({ name, options, hasCompletion }) {
  const withValue = options.filter(({ value }) => value !== undefined);
  const optional = withValue.filter(({ isOptional }) => isOptional);
  const takesWords = options.find((option) => option.takesWords);
  const flags = options.map((option) => `--${option.name}`).join(" ");
  return `
${functionOf(name)}() {
  local word=\${COMP_WORDS[COMP_CWORD]} option= files= ended= at each
  [[ $word != = ]] || word=
  compopt +o default 2>/dev/null
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    each=\${COMP_WORDS[at]}
    if [[ $each = = ]]; then
      continue
    elif [[ $option ]]; then
      option=
    elif [[ ! $ended ]]; then
      case $each in
      --) ended=1 ;;
${withValue.map((option) => `      ${patternOf(option)}) option=${option.name}${option === takesWords ? " files=1" : ""} ;;`).join("\n")}
      esac
    fi
  done
${optional.map((option) => `  [[ $option != ${option.name} || $word != -* ]] || option=\n`).join("")}  case $option in
${offersOf(withValue).join("\n")}
  *)
    if [[ $word = -* && ! $ended ]]; then
      COMPREPLY=($(compgen -W ${quoted(flags)} -- "$word"))
    elif [[ $files ]]; then
      compopt -o default 2>/dev/null
${hasCompletion ? SUBCOMMAND : ""}    fi
    ;;
  esac
}
complete -o default -F ${functionOf(name)} ${name}
`;
}

const SUBCOMMAND = `    elif [[ $word && $COMP_CWORD = 1 ]]; then
      COMPREPLY=($(compgen -W completion -- "$word"))
    elif [[ \${COMP_WORDS[1]} = completion && $COMP_CWORD = 2 ]]; then
      COMPREPLY=($(compgen -W '${SHELL_NAMES.join(" ")}' -- "$word"))
`;

/** What is typed for an option: its name, its letter, or letters of which it is the last. */
function patternOf({ name, short }) {
  return short === undefined ? `--${name}` : `--${name} | -${short} | -[!-]*${short}`;
}

/** The branches of a `case`: what is offered for the values of options. */
function offersOf(options) {
  const names = new Map();
  for (const option of options) {
    const offer = offerOf(option);
    names.set(offer, [...(names.get(offer) ?? []), option.name]);
  }
  return [...names].map(([offer, those]) => `  ${those.join(" | ")})${offer} ;;`);
}

function offerOf(option) {
  const values = valuesOf(option).join(" ");
  if (option.completes === "files") return " compopt -o default 2>/dev/null";
  if (option.completes === "hosts") return ` COMPREPLY=($(compgen -A hostname -- "$word"))`;
  if (values === "") return "";
  if (!option.isList) return ` COMPREPLY=($(compgen -W ${quoted(values)} -- "$word"))`;
  // Of a list the last part is completed.
  return `
    each=\${word%"\${word##*,}"}
    COMPREPLY=($(compgen -P "$each" -W ${quoted(values)} -- "\${word##*,}"))
   `;
}
