import {
  LANGUAGES,
  type Language,
  UNIT_NAMES,
  UNITS,
  type Unit,
  UnitBit,
  type UnitSet,
} from "@hitung/protocol";
import {
  type Cut,
  type Ending,
  FIRST_STATE,
  limited,
  MAX_MESSAGES,
  type Message,
  type State,
} from "./state.js";

/** The endings as a link names them. */
const ENDINGS: Readonly<Record<string, Ending>> = { lf: "\n", crlf: "\r\n", none: "" };

/** The parts of a link. */
const NAMES = ["lang", "text", "hex", "show", "mode", "units", "unit", "reply", "end", "cuts"];

/** A request that the page makes is shorter, in bytes, and has fewer cuts. */
const MAX_CUT = 1_000_000;

/** The state as the part of a link behind `#`. What is as in FIRST_STATE is left out, but for the language. */
export function linkOf(state: State): string {
  const link = new URLSearchParams();
  const setIfChanged = (name: string, value: string, isChanged: boolean) => {
    if (isChanged) link.set(name, value);
  };
  link.set("lang", state.language);
  for (const { kind, typed } of state.messages) link.append(kind, typed);
  setIfChanged("show", String(state.selected + 1), state.selected !== 0);
  setIfChanged("mode", state.mode, state.mode !== FIRST_STATE.mode);
  setIfChanged("units", namesOf(state.units), state.units !== FIRST_STATE.units);
  setIfChanged("unit", UNIT_NAMES[state.unit], state.unit !== FIRST_STATE.unit);
  setIfChanged("reply", state.replyLanguage, state.replyLanguage !== FIRST_STATE.replyLanguage);
  setIfChanged("end", nameOfEnding(state.ending), state.ending !== FIRST_STATE.ending);
  setIfChanged("cuts", nameOfCuts(state.cuts), state.cuts.length > 0);
  return link.toString();
}

/**
 * The state that a link holds, and the names of those parts that cannot be understood. For them stands what FIRST_STATE has.
 * @param language of the page, if the link tells none
 */
export function stateOfLink(link: string, language: Language): { state: State; problems: string[] } {
  const parameters = new URLSearchParams(link);
  const problems = [...new Set(parameters.keys())].filter((name) => !NAMES.includes(name));

  function read<T>(name: string, otherwise: T, parse: (value: string) => T | undefined): T {
    const value = parameters.get(name);
    const parsed = value === null ? otherwise : parse(value);
    if (parsed === undefined) problems.push(name);
    return parsed ?? otherwise;
  }

  const all = Array.from(parameters).flatMap(([name, typed]): Message[] =>
    name === "text" || name === "hex" ? [limited({ kind: name, typed })] : [],
  );
  if (all.length > MAX_MESSAGES) problems.push("text");
  const messages = all.length === 0 ? FIRST_STATE.messages : all.slice(0, MAX_MESSAGES);
  const state = {
    language: read("lang", language, (value) => LANGUAGES.find((each) => each === value)),
    messages,
    selected: read("show", 0, (value) => {
      const number = wholeNumber(value, messages.length);
      return number === undefined ? undefined : number - 1;
    }),
    mode: read("mode", FIRST_STATE.mode, (value) =>
      (["text", "frames"] as const).find((each) => each === value),
    ),
    units: read("units", FIRST_STATE.units, unitsOfNames),
    unit: read("unit", FIRST_STATE.unit, unitOfName),
    replyLanguage: read("reply", FIRST_STATE.replyLanguage, (value) =>
      LANGUAGES.find((each) => each === value),
    ),
    ending: read("end", FIRST_STATE.ending, (value) =>
      Object.hasOwn(ENDINGS, value) ? ENDINGS[value] : undefined,
    ),
    cuts: read("cuts", FIRST_STATE.cuts, cutsOfName),
  };
  return { state, problems };
}

function namesOf(units: UnitSet): string {
  return UNITS.filter((unit) => (units & UnitBit[unit]) !== 0)
    .map((unit) => UNIT_NAMES[unit])
    .join(",");
}

function unitOfName(name: string): Unit | undefined {
  return UNITS.find((unit) => UNIT_NAMES[unit] === name);
}

function unitsOfNames(names: string): UnitSet | undefined {
  let units = 0;
  for (const name of names === "" ? [] : names.split(",")) {
    const unit = unitOfName(name);
    if (unit === undefined) return undefined;
    units |= UnitBit[unit];
  }
  return units;
}

function nameOfEnding(ending: Ending): string {
  return Object.keys(ENDINGS).find((name) => ENDINGS[name] === ending) as string;
}

/** Cuts as `3,5p,8-20`: at 3, at 5 with a pause, and at each place from 8 to 20. */
function nameOfCuts(cuts: readonly Cut[]): string {
  const runs: { from: number; to: number; pauses: boolean }[] = [];
  for (const { at, pauses } of cuts) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === at - 1 && last.pauses === pauses) last.to = at;
    else runs.push({ from: at, to: at, pauses });
  }
  return runs
    .map(({ from, to, pauses }) => `${from}${to > from ? `-${to}` : ""}${pauses ? "p" : ""}`)
    .join(",");
}

function cutsOfName(name: string): readonly Cut[] | undefined {
  const cuts = new Map<number, Cut>();
  let total = 0;
  for (const run of name.split(",")) {
    const [, first = "", last = first, pause] = /^(\d+)(?:-(\d+))?(p?)$/.exec(run) ?? [];
    const from = wholeNumber(first, MAX_CUT);
    const to = wholeNumber(last, MAX_CUT);
    if (from === undefined || to === undefined || to < from) return undefined;
    // A link that names the same places again and again would keep the page busy.
    total += to - from + 1;
    if (total > MAX_CUT) return undefined;
    for (let at = from; at <= to; at++) cuts.set(at, { at, pauses: pause === "p" });
  }
  return [...cuts.values()].sort((a, b) => a.at - b.at);
}

/** A whole number from 1 to `most`. */
function wholeNumber(digits: string, most: number): number | undefined {
  const number = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  return number >= 1 && number <= most ? number : undefined;
}
