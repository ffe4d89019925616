import frames from "@hitung/protocol/vectors/frames.json" with { type: "json" };
import text from "@hitung/protocol/vectors/text.json" with { type: "json" };

// The test vectors of the protocol, in the groups that are one case each. vectors/README.md describes their fields.

/** What can be set at a server, and must be as a vector says. */
export interface VectorSetting {
  readonly language?: string;
  readonly unit?: string;
  readonly limit?: number;
}

export type ExpectedReply = { readonly frame: string } | { readonly error: number; readonly begins: string };

export interface FrameVector extends VectorSetting {
  readonly name: string;
  readonly input: string;
  readonly cuts: readonly number[];
  readonly end: boolean;
  readonly replies: readonly ExpectedReply[];
  readonly closes: boolean;
}

interface TextStep {
  readonly do: string;
  readonly bytes?: string;
  readonly replies: string;
}

export interface TextVector extends VectorSetting {
  readonly name: string;
  readonly steps: readonly TextStep[];
}

const FRAME_VECTORS = frames.vectors as readonly FrameVector[];
const TEXT_VECTORS = text.vectors as readonly TextVector[];

/** The group of a vector is the first of which the pattern fits its name. */
const FRAME_GROUPS: readonly (readonly [id: string, pattern: RegExp])[] = [
  ["F07", /of 5|limit|too large/],
  ["F06", /units that|unknown units|no units|the units are told/],
  ["F09", /^the end |the end before|^a length of 4294967295/],
  ["F08", /^a first byte|^a frame of kind|after a message|unknown kind|after it is not answered/],
  ["F05", /UTF-8|surrogate|overlong|offset|what follows a fault|is not completed/],
  ["F04", /PART/],
  ["F03", /order|at once|joins|in turn/],
  ["F02", /units/],
  ["F01", /./],
];

const TEXT_GROUPS: readonly (readonly [id: string, pattern: RegExp])[] = [
  ["T08", /too large|the limit/],
  ["T07", /^Telnet/],
  ["T09", /^English/],
  ["T10", /^the unit|joins/],
  ["T04", /pause|one after the other/],
  ["T06", /UTF-8|fault|overlong|cut by/],
  ["T05", /first byte|another protocol/],
  ["T03", /CR/],
  ["T02", /pieces|many lines|lines with/],
  ["T01", /./],
];

/** The vectors of a case. */
export function frameVectorsOf(id: string): FrameVector[] {
  return FRAME_VECTORS.filter(
    ({ name }) => FRAME_GROUPS.find(([, pattern]) => pattern.test(name))?.[0] === id,
  );
}

export function textVectorsOf(id: string): TextVector[] {
  return TEXT_VECTORS.filter(({ name }) => TEXT_GROUPS.find(([, pattern]) => pattern.test(name))?.[0] === id);
}
