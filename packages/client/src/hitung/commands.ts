import { UNIT_NAMES, UNITS } from "@hitung/protocol";
import { twoColumns, wrap } from "../command-line/help.js";
import { LANGUAGE_CHOICES } from "../command-line/language.js";
import { UNIT_CHOICES } from "../command-line/values.js";
import type { View } from "./view.js";
import { WORDING, type Wording } from "./wording.js";

/** What a command changes, and what the person is told. Without text the conversation ends. */
export interface CommandResult {
  readonly view: View;
  readonly text: string | undefined;
}

type Name = keyof Wording["commands"];

const COLON = ":";

/** The commands of a conversation, and the values that they take. */
const COMMANDS: ReadonlyMap<Name, readonly string[]> = new Map<Name, readonly string[]>([
  ["unit", Array.from(UNIT_CHOICES.keys())],
  ["all", []],
  ["lang", Array.from(LANGUAGE_CHOICES.keys())],
  ["help", []],
  ["quit", []],
]);

/** What people type who look for the commands. */
const LOOKING_FOR_COMMANDS = /^\s*(help|bantuan|exit|quit|keluar|\?)\s*$/i;

/** Whether the person who typed this message probably meant a command. */
export function seemsToBeCommand(message: string): boolean {
  return LOOKING_FOR_COMMANDS.test(message);
}

/** The message that a line is, or undefined for a command. Of two colons at its start one is the message's. */
export function messageOf(line: string): string | undefined {
  if (!line.startsWith(COLON)) return line;
  return line.startsWith(COLON, 1) ? line.slice(1) : undefined;
}

/**
 * Runs a line that is a command, such as `:unit graphemes`.
 * @param isText whether the server is spoken to in text mode, in which it chooses the unit
 * @param width of the screen, in columns
 */
export function runCommand(line: string, view: View, isText: boolean, width: number): CommandResult {
  const wording = WORDING[view.language];
  const [name = "", value = ""] = line
    .slice(1)
    .trim()
    .split(/\s+(.*)/s);
  const choices = COMMANDS.get(name as Name);
  if (choices === undefined) {
    const known = Array.from(COMMANDS.keys(), (each) => COLON + each).join(", ");
    return { view, text: `${wording.unknownCommand(COLON + name, known)}\n${wording.escapeColon}` };
  }
  if (choices.length === 0 ? value !== "" : !choices.includes(value)) {
    const allowed = wording.allowed(choices.join(", "));
    return { view, text: choices.length === 0 ? wording.noArgument(COLON + name) : allowed };
  }
  switch (name as Name) {
    case "unit":
    case "all": {
      if (isText) return { view, text: wording.textServerChooses };
      const unit = UNIT_CHOICES.get(value);
      const units = unit === undefined ? UNITS : [unit];
      const names = units.map((each) => UNIT_NAMES[each]).join(", ");
      return { view: { ...view, units }, text: wording.chosenUnit(names) };
    }
    case "lang": {
      const language = LANGUAGE_CHOICES.get(value) ?? view.language;
      return { view: { ...view, language }, text: WORDING[language].chosenLanguage };
    }
    case "help":
      return { view, text: helpIn(wording, width) };
    case "quit":
      return { view, text: undefined };
  }
}

/** What a line up to the cursor may become, and the part of it that this replaces; as readline wants it. */
export function completeCommand(line: string): [string[], string] {
  // In a message a tab is a character like any other.
  if (messageOf(line) !== undefined) return [["\t"], ""];
  const [, name = "", value] = /^:(\S*)(?:\s+(\S*))?$/s.exec(line) ?? [];
  if (value !== undefined) {
    const choices = COMMANDS.get(name as Name) ?? [];
    return [choices.filter((choice) => choice.startsWith(value)), value];
  }
  const names = Array.from(COMMANDS, ([each, choices]) => `:${each}${choices.length > 0 ? " " : ""}`);
  return [names.filter((each) => each.startsWith(line)), line];
}

function helpIn(wording: Wording, width: number): string {
  const rows = Array.from(COMMANDS, ([name, choices]): [string, string] => [
    `:${name}${choices.length > 0 ? ` ${choices.join("|")}` : ""}`,
    wording.commands[name],
  ]);
  const notes = [wording.escapeColon, wording.editing].flatMap((note) => wrap(note, width));
  return [...twoColumns(rows, width), ...notes].join("\n");
}
