import { statSync } from "node:fs";
import { pathOf } from "../command-line/argument-bytes.js";
import { addressIn } from "../command-line/host.js";
import { quote } from "../command-line/shell.js";
import { shownName } from "../command-line/shown-name.js";
import { COMPLETION_COMMAND } from "./completion.js";
import type { Wording } from "./wording.js";

/**
 * Where text mode would end this message before its end: at a line feed, or at a carriage return that is its last
 * character, since CR LF ends a line as well. The position is in code points, from 1.
 */
export function lineEndIn(message: string): number | undefined {
  const at = message.search(/\r?\n|\r$/);
  return at < 0 ? undefined : Array.from(message.slice(0, at)).length + 1;
}

/** What a person may have meant by the words of a message: a file, a server, or a command. */
export function* otherMeanings(words: readonly string[], wording: Wording): Generator<string> {
  const file = words.find(isFile);
  if (file !== undefined) yield wording.wordIsFile(quote(file), `hitung --file ${quote(file)}`);
  if (words[0] === "completion" && words.length <= 2)
    yield wording.wordIsCommand(words[0], COMPLETION_COMMAND);
  for (const word of words) {
    const { host, port } = addressIn(word) ?? {};
    // A time of day, such as 12:30, names no host.
    if (host === undefined || port === undefined || /^\d+$/.test(host)) continue;
    yield wording.wordIsServer(quote(word), `hitung --host ${quote(host)} --port ${port}`);
    return;
  }
}

function isFile(word: string): boolean {
  // What a terminal does not show as it is cannot be shown as a command.
  if (shownName(word) !== word) return false;
  try {
    return statSync(pathOf(word), { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
