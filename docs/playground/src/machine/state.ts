import { LANGUAGES, type Language, UNITS, type Unit, UnitBit, type UnitSet } from "@hitung/protocol";
import { bytesOfHex, hexOfBytes } from "./hex.js";

/** A message as a person types it: text, or bytes as hexadecimal digits. */
export interface Message {
  readonly kind: "text" | "hex";
  readonly typed: string;
}

/** What ends a message in text mode; "" is the end of the stream. */
export type Ending = "\n" | "\r\n" | "";

/** A place between two bytes of the request where the stream is cut. */
export interface Cut {
  /** How many bytes come before it, from 1 on. */
  readonly at: number;
  /** Whether nothing comes for longer than TEXT_PAUSE_MS then. */
  readonly pauses: boolean;
}

/** All that a person can choose on the page, and all that a link holds. */
export interface State {
  /** The language of the page. */
  readonly language: Language;
  /** At least one. They are sent one after the other, without waiting for replies. */
  readonly messages: readonly Message[];
  /** Which of them is shown, from 0. */
  readonly selected: number;
  readonly mode: "frames" | "text";
  /** What each frame asks for. It may be nothing, which the server refuses. */
  readonly units: UnitSet;
  /** What text mode counts, and in which language it answers: `--unit` and `--lang` of the server. */
  readonly unit: Unit;
  readonly replyLanguage: Language;
  readonly ending: Ending;
  /** In ascending order. Those behind the end of the request have no effect. */
  readonly cuts: readonly Cut[];
}

/** The sample of the exercise, as a client of text mode sends it. */
export const FIRST_STATE: State = {
  language: LANGUAGES[0],
  messages: [{ kind: "text", typed: "Handy Arfiano Hastyawan" }],
  selected: 0,
  mode: "text",
  units: UnitBit.codePoints,
  unit: "codePoints",
  replyLanguage: LANGUAGES[0],
  ending: "\n",
  cuts: [],
};

/** More messages than anybody looks at would only make the page slow. */
export const MAX_MESSAGES = 8;

/** The longest message that the page takes, in bytes. What is behind is cut off. */
export const MAX_MESSAGE_SIZE = 100_000;

/** Hexadecimal digits with all that may stand between two bytes, in characters for each byte. */
const MAX_DIGITS = 6;

/** In bytes of UTF-8. */
const LONGEST_CHARACTER = 4;

const ENCODER = new TextEncoder();

/** The bytes of a message. Digits that are no hexadecimal ones end it. */
export function bytesOf({ kind, typed }: Message): Uint8Array {
  return kind === "text" ? ENCODER.encode(typed) : bytesOfHex(typed).bytes.subarray(0, MAX_MESSAGE_SIZE);
}

/** As much of a message as the page takes, which ends with a whole character. */
export function limited({ kind, typed }: Message): Message {
  if (kind === "hex") return { kind, typed: typed.slice(0, MAX_DIGITS * MAX_MESSAGE_SIZE) };
  const { read } = ENCODER.encodeInto(typed, new Uint8Array(MAX_MESSAGE_SIZE));
  return { kind, typed: typed.slice(0, read) };
}

/** Whether a message is as long as the page takes, so that some of it may be cut off. */
export function isAtLimit(bytes: Uint8Array): boolean {
  return bytes.length > MAX_MESSAGE_SIZE - LONGEST_CHARACTER;
}

/** The message that is shown. */
export function selectedMessage({ messages, selected }: State): Message {
  return messages[selected] as Message;
}

/** Replaces the message that is shown. */
export function withMessage(state: State, message: Message): State {
  const messages = state.messages.with(state.selected, limited(message));
  return { ...state, messages };
}

/** Shows the same message as text, or as bytes. */
export function withKind(state: State, kind: Message["kind"]): State {
  const message = selectedMessage(state);
  if (message.kind === kind) return state;
  const bytes = bytesOf(message);
  const typed =
    kind === "hex" ? hexOfBytes(bytes) : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return withMessage(state, { kind, typed });
}

/** Adds a message behind the others, and shows it. */
export function withNewMessage(state: State): State {
  if (state.messages.length >= MAX_MESSAGES) return state;
  const messages = [...state.messages, { kind: "text", typed: "" } as const];
  return { ...state, messages, selected: messages.length - 1 };
}

/** Takes away the message that is shown, unless it is the only one. */
export function withoutMessage(state: State): State {
  if (state.messages.length === 1) return state;
  const messages = state.messages.toSpliced(state.selected, 1);
  return { ...state, messages, selected: Math.min(state.selected, messages.length - 1) };
}

/** Asks for a unit in frames, or no longer. */
export function withUnitToggled(state: State, unit: Unit): State {
  return { ...state, units: state.units ^ UnitBit[unit] };
}

/** Goes on at a place: no cut, a cut, in text mode a cut with a pause, and no cut again. */
export function withNextCut(state: State, at: number): State {
  const found = state.cuts.find((cut) => cut.at === at);
  if (found === undefined) return withCut(state, { at, pauses: false });
  if (!found.pauses && state.mode === "text") return withCut(state, { at, pauses: true });
  return { ...state, cuts: state.cuts.filter((cut) => cut.at !== at) };
}

/** Cuts at a place, in place of a cut that is there. */
export function withCut(state: State, cut: Cut): State {
  const others = state.cuts.filter(({ at }) => at !== cut.at);
  return { ...state, cuts: [...others, cut].sort((a, b) => a.at - b.at) };
}

/** Cuts at these places and no others. */
export function withCutsAt(state: State, places: Iterable<number>): State {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return { ...state, cuts: sorted.map((at) => ({ at, pauses: false })) };
}

/** Pauses at all cuts, or at none. */
export function withPauses(state: State, pauses: boolean): State {
  return { ...state, cuts: state.cuts.map(({ at }) => ({ at, pauses })) };
}

/** All places between two bytes of a request. */
export function everyPlace(size: number): number[] {
  return Array.from({ length: Math.max(size - 1, 0) }, (_, at) => at + 1);
}

/** The places at which a buffer of so many bytes is full. */
export function multiplesOf(step: number, size: number): number[] {
  return Array.from({ length: Math.max(Math.ceil(size / step) - 1, 0) }, (_, at) => (at + 1) * step);
}

/** A few places, wherever `random` leads, which returns 0 up to 1 as `Math.random` does. */
export function randomPlaces(size: number, random: () => number): number[] {
  if (size < 2) return [];
  return Array.from({ length: Math.min(3, size - 1) }, () => 1 + Math.floor(random() * (size - 1)));
}

/** The units that frames ask for. */
export function chosenUnits({ units }: State): Unit[] {
  return UNITS.filter((unit) => (units & UnitBit[unit]) !== 0);
}
