import { statSync } from "node:fs";
import { pathOf } from "../command-line/argument-bytes.js";
import { shownName } from "../command-line/shown-name.js";
import type { Wording } from "./wording.js";

/** What the person may have meant who gave these words as a message, or undefined if they look like one. */
export function whatWasMeant(words: readonly string[], messages: Wording): string | undefined {
  if (words.every(isFile)) return messages.seemsToBeFile(words.map(shownName).join(" "));
  const [, host, port] =
    (words.length === 1 && /^([a-z\d][\w.-]*|\[[a-f\d:.]+\]):(\d{1,5})$/i.exec(words[0] as string)) || [];
  return host === undefined || port === undefined ? undefined : messages.seemsToBePlace(host, port);
}

function isFile(name: string): boolean {
  return statSync(pathOf(name), { throwIfNoEntry: false })?.isFile() ?? false;
}
