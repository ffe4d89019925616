import { parseArgs } from "node:util";
import { nameOf, type Table } from "./table.js";

/** An option or word among the arguments. */
export type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

export type OptionToken = Extract<Token, { kind: "option" }>;

/** Splits arguments into options and words. An option takes what follows it as its value, whatever that is. */
export function tokensOf(args: readonly string[], table: Table): readonly Token[] {
  const tokens = split(args, table);
  // In `--file -- -x` the -- ends the options, and -x is the file.
  const ended = tokens.find(
    (token) =>
      token.kind === "option" &&
      token.value === "--" &&
      !token.inlineValue &&
      Object.entries(table).some(([key, { takesWords }]) => takesWords && nameOf(key) === token.name),
  );
  if (ended === undefined) return tokens;
  const before = args.slice(0, ended.index + 1);
  const [word, ...words] = args.slice(before.length + 1);
  return split(word === undefined ? before : [...before, word, "--", ...words], table);
}

// Node's own `parseArgs` splits the arguments: to load a library for it takes longer than to ask a question.
function split(args: readonly string[], table: Table): readonly Token[] {
  const options = Object.entries(table).map(([key, { value, short }]) => [
    nameOf(key),
    { type: value === undefined ? "boolean" : "string", ...(short && { short }) },
  ]);
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}
