import type { Language } from "@hitung/protocol";

export type Level = "must" | "should" | "bonus" | "text" | "frames";

/** Groups of cases that are asked for together. */
export const LEVELS = {
  exercise: ["must", "should", "bonus"],
  text: ["text"],
  frames: ["frames"],
  all: ["must", "should", "bonus", "text", "frames"],
} as const satisfies Readonly<Record<string, readonly Level[]>>;

export type LevelName = keyof typeof LEVELS;

export interface Case {
  /** Stable: a number that is free is not given to another case. */
  readonly id: CaseId;
  readonly role: "server" | "client";
  readonly level: Level;
  /** Where it is explained. */
  readonly place: Place;
  /** A server that runs already may end of it. */
  readonly mayEnd?: true;
}

/** A heading of the analysis, which has one in each language, or of PROTOCOL.md. */
type Place = readonly [id: string, en: string] | readonly [protocol: string];

const SAMPLE: Place = [
  "2-handy-arfiano-hastyawan-ada-23-karakter",
  "2-handy-arfiano-hastyawan-has-23-characters",
];
const STEPS: Place = ["1-langkah-demi-langkah", "1-step-by-step"];
const ONE_RECV: Place = ["31-satu-recv-bukan-satu-pesan", "31-one-recv-is-not-one-message"];
const LONG: Place = ["32-lebih-dari-1024-byte", "32-more-than-1024-bytes"];
const CUT: Place = ["33-karakter-yang-terpotong-dua", "33-a-character-cut-in-two"];
const NOT_UTF8: Place = ["34-byte-yang-bukan-utf-8", "34-bytes-that-are-not-utf-8"];
const TWO_CLIENTS: Place = ["35-dua-client-sekaligus", "35-two-clients-at-once"];
const CHARACTER: Place = ["37-apa-itu-karakter", "37-what-is-a-character"];
const SYSTEM_CALLS: Place = ["4-system-call", "4-system-calls"];
const THREADS: Place = ["5-satu-thread-ribuan-client", "5-one-thread-thousands-of-clients"];

const CONNECTION: Place = ["1-connection-and-mode"];
const MESSAGES: Place = ["2-messages-and-characters"];
const TEXT_MESSAGES: Place = ["31-messages"];
const TEXT_REPLIES: Place = ["32-replies"];
const TELNET: Place = ["34-telnet-clients"];
const PARTS: Place = ["42-part-and-message"];
const COUNTS: Place = ["43-counts"];
const ERROR: Place = ["44-error"];
const STATES: Place = ["45-states-of-a-server"];
const ORDER: Place = ["5-order-pipelining-and-flow-control"];
const ERRORS: Place = ["6-errors"];
const LIMITS: Place = ["7-limits-and-the-end-of-a-connection"];

/** The cases, in the order in which they are told. */
const TABLE = {
  S01: ["must", STEPS],
  S02: ["must", STEPS],
  S03: ["must", SAMPLE],
  S04: ["must", LONG],
  S05: ["must", SAMPLE],
  S06: ["must", SAMPLE],
  S07: ["must", CHARACTER],
  S08: ["must", LIMITS],
  S11: ["should", TWO_CLIENTS, "mayEnd"],
  S12: ["should", THREADS, "mayEnd"],
  S13: ["should", LIMITS, "mayEnd"],
  S14: ["should", NOT_UTF8, "mayEnd"],
  S15: ["should", LONG],
  S16: ["should", ONE_RECV],
  S17: ["should", SYSTEM_CALLS, "mayEnd"],
  S21: ["bonus", TWO_CLIENTS, "mayEnd"],
  S22: ["bonus", THREADS, "mayEnd"],
  S23: ["bonus", CHARACTER],
  S24: ["bonus", TEXT_MESSAGES],
  S25: ["bonus", ONE_RECV],
  S26: ["bonus", CUT, "mayEnd"],
  S27: ["bonus", THREADS, "mayEnd"],
  C01: ["must", STEPS],
  C02: ["must", SAMPLE],
  C03: ["must", SAMPLE],
  C04: ["must", CHARACTER],
  C05: ["must", STEPS],
  C11: ["should", ONE_RECV],
  C12: ["should", LONG],
  C13: ["should", TWO_CLIENTS],
  C14: ["should", LIMITS],
  C15: ["should", LIMITS],
  C21: ["bonus", LIMITS],
  C22: ["bonus", LIMITS],
  T01: ["text", TEXT_MESSAGES],
  T02: ["text", CONNECTION],
  T03: ["text", TEXT_MESSAGES],
  T04: ["text", TEXT_MESSAGES],
  T05: ["text", CONNECTION],
  T06: ["text", TEXT_REPLIES],
  T07: ["text", TELNET],
  T08: ["text", LIMITS],
  T09: ["text", TEXT_REPLIES],
  T10: ["text", MESSAGES],
  T11: ["text", TEXT_MESSAGES],
  F01: ["frames", PARTS],
  F02: ["frames", COUNTS],
  F03: ["frames", ORDER],
  F04: ["frames", PARTS],
  F05: ["frames", ERROR],
  F06: ["frames", ERRORS],
  F07: ["frames", LIMITS],
  F08: ["frames", STATES],
  F09: ["frames", STATES],
  F10: ["frames", CONNECTION],
  F11: ["frames", ORDER],
  F12: ["frames", ORDER],
  F13: ["frames", ORDER],
} as const satisfies Readonly<Record<string, readonly [Level, Place, "mayEnd"?]>>;

export type CaseId = keyof typeof TABLE;

export const CASES: readonly Case[] = (Object.keys(TABLE) as CaseId[]).map((id) => {
  const [level, place, mayEnd]: readonly [Level, Place, "mayEnd"?] = TABLE[id];
  return {
    id,
    role: id.startsWith("C") ? "client" : "server",
    level,
    place,
    ...(mayEnd && { mayEnd: true }),
  };
});

/** What a person reads of a case. */
interface CaseText {
  readonly name: string;
  /** What is sent, or what the person does. */
  readonly sends: string;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** What to do if it does not hold. */
  readonly todo: string;
}

export type CaseTexts = Readonly<Record<CaseId, CaseText>>;

/** Where the documents are that links point into. */
export const DOCUMENTS = "https://github.com/hitung/hitung/blob/main/";

/** Where a case is explained. */
export function linkOf({ place }: Case, language: Language): string {
  if (place.length === 1) return `${DOCUMENTS}packages/protocol/PROTOCOL.md#${place[0]}`;
  const [id, en] = place;
  return DOCUMENTS + (language === "en" ? `docs/analysis.md#${en}` : `docs/analisis.md#${id}`);
}

/** The cases of a level for a role. */
export function casesOf(role: Case["role"], level: LevelName): Case[] {
  const levels: readonly Level[] = LEVELS[level];
  return CASES.filter((each) => each.role === role && levels.includes(each.level));
}
