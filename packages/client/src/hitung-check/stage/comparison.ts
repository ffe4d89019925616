import { FRAME_HEADER_SIZE, FrameKind } from "@hitung/protocol";
import type { ExpectedReply } from "./vectors.js";

/** What a run found to be wrong: what came, and what was expected. */
export interface Fault {
  readonly came: string;
  readonly expected: string;
}

/** The frames that came whole. */
export function framesIn(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + FRAME_HEADER_SIZE <= bytes.length; ) {
    const next = at + FRAME_HEADER_SIZE + bytes.readUInt32BE(at + 2);
    if (next > bytes.length) break;
    frames.push(bytes.subarray(at, next));
    at = next;
  }
  return frames;
}

/** Compares replies byte by byte, and an ERROR in what is prescribed of it. */
export function compare(bytes: Buffer, expected: readonly ExpectedReply[]): Fault | undefined {
  const frames = framesIn(bytes);
  const rest = bytes.subarray(frames.reduce((sum, { length }) => sum + length, 0));
  const isSame =
    rest.length === 0 &&
    frames.length === expected.length &&
    frames.every((frame, i) => isAsExpected(frame, expected[i] as ExpectedReply));
  if (isSame) return undefined;
  const came = [...frames.map(describeFrame), ...(rest.length === 0 ? [] : [hexOf(rest)])];
  return { came: came.join(" "), expected: expected.map(describeExpected).join(" ") };
}

function isAsExpected(frame: Buffer, expected: ExpectedReply): boolean {
  if ("frame" in expected) return frame.toString("hex") === expected.frame;
  const explanation = frame.subarray(FRAME_HEADER_SIZE);
  return (
    frame[0] === FrameKind.ERROR &&
    frame[1] === expected.error &&
    explanation.length <= 1024 &&
    isUtf8(explanation) &&
    explanation.toString().startsWith(expected.begins)
  );
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}

function describeFrame(frame: Buffer): string {
  if (frame[0] !== FrameKind.ERROR) return hexOf(frame);
  return `ERROR ${frame[1]} ${JSON.stringify(frame.subarray(FRAME_HEADER_SIZE).toString().slice(0, 60))}`;
}

export function describeExpected(reply: ExpectedReply): string {
  if ("frame" in reply) return hexOf(Buffer.from(reply.frame, "hex"));
  return `ERROR ${reply.error}${reply.begins === "" ? "" : ` ${JSON.stringify(`${reply.begins}…`)}`}`;
}

function hexOf(bytes: Buffer): string {
  const digits = bytes.subarray(0, 48).toString("hex").toUpperCase();
  return `${digits.match(/../g)?.join(" ") ?? ""}${bytes.length > 48 ? " …" : ""}`;
}
