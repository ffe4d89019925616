import type { VectorSetting } from "./stage/vectors.js";

/** What stands in a command for what the vectors need set: `{language}`, `{unit}` and `{limit}`. */
const PLACEHOLDER = /\{(language|unit|limit)\}/g;

/** A limit that no vector reaches. */
const NO_LIMIT = 1_000_000_000;

const DEFAULTS = { language: "id", unit: "code-points", limit: NO_LIMIT };

/** The command with what a server is to be set to. */
export function commandFor(command: readonly string[], setting: VectorSetting = {}): string[] {
  const values = { ...DEFAULTS, ...setting };
  return command.map((word) =>
    word.replace(PLACEHOLDER, (_, name: keyof typeof values) => String(values[name])),
  );
}

/** Whether a server can be set so: it is so by default, or the command has places for what is not. */
export function canBeSet(command: readonly string[] | undefined, setting: VectorSetting): boolean {
  const places = new Set(
    (command ?? []).flatMap((word) => [...word.matchAll(PLACEHOLDER)].map(([, name]) => name)),
  );
  return (["language", "unit", "limit"] as const).every(
    (name) => (setting[name] ?? DEFAULTS[name]) === DEFAULTS[name] || places.has(name),
  );
}
