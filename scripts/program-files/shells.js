// What the scripts for the shells have in common.

/** A word in single quotes, as bash and zsh read it. */
export function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The name of a shell function for a program. */
export function functionOf(name) {
  return `_${name.replaceAll("-", "_")}`;
}

/** The values that a shell offers for an option. */
export function valuesOf({ choices, suggestions }) {
  return choices ?? suggestions ?? [];
}

/** The line that a person writes into the file that a shell reads at its start. */
const SET_UP = {
  bash: (command) => `eval "$(${command})" in ~/.bashrc`,
  zsh: (command) => `eval "$(${command})" in ~/.zshrc`,
  fish: (command) => `${command} | source in ~/.config/fish/config.fish`,
};

/** The shells for which `completion` prints something. */
export const SHELL_NAMES = Object.keys(SET_UP);

/** The first lines of a script: what it does, and how it is set up. */
export function headOf(programs, shell) {
  const [{ name }] = programs;
  return `# Completes ${programs.map(({ name }) => name).join(" and ")} in ${shell}.
# ${SET_UP[shell](`${name} completion ${shell}`)} has every new shell do it.`;
}
