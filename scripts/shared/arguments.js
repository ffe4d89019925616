import { parseArgs } from "node:util";

/**
 * Reads the arguments of a script. `--help` shows its usage; an argument that the script does not know ends it with the
 * exit code 2.
 * @template {import("node:util").ParseArgsConfig["options"]} Options
 * @param {string} usage how the script is called, and what it does
 * @param {Options} options as `parseArgs` of Node takes them
 */
export function readArguments(usage, options) {
  const known = { ...options, help: { type: /** @type {const} */ ("boolean"), short: "h" } };
  try {
    const { values } = parseArgs({ options: known });
    if (!values.help) return values;
  } catch (error) {
    process.stderr.write(`${error.message}\nUsage: ${usage}\n`);
    process.exit(2);
  }
  process.stdout.write(`Usage: ${usage}\n`);
  process.exit();
}
