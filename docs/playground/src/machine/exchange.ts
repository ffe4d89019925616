import {
  createResponder,
  encodeFrame,
  FIRST_FRAME_BYTE,
  FieldReader,
  FRAME_HEADER_SIZE,
  FrameKind,
  ReplyBuffer,
  type Responder,
  TextSplitter,
  utf8Sequences,
} from "@hitung/protocol";
import { bytesOf, type Cut, type State } from "./state.js";

/** The bytes that a client sends for all messages, one after the other. */
export function requestOf(state: State): Uint8Array {
  const ending = new TextEncoder().encode(state.ending);
  return concat(
    state.messages.flatMap((message) => {
      const bytes = bytesOf(message);
      return state.mode === "frames" ? [encodeFrame(FrameKind.MESSAGE, state.units, bytes)] : [bytes, ending];
    }),
  );
}

/** Those cuts that are inside the request. */
export function cutsIn({ cuts }: State, request: Uint8Array): readonly Cut[] {
  return cuts.filter(({ at }) => at < request.length);
}

/** Where a decoder stands between two pieces. */
export interface Standing {
  /** `message`: behind a PART, of a message that goes on. `telnet`: in the stream of a Telnet client, of which no more is told. */
  readonly place: "between" | "header" | "payload" | "message" | "line" | "telnet" | "closed";
  /** In bytes: how much of it came, and how long it is, which nobody knows of a line. */
  readonly have: number;
  readonly size: number;
  /** The whole characters of the message that has begun, in code points. */
  readonly characters: number;
  /** The bytes of a character that is cut. */
  readonly heldBytes: number;
  /** Whether the message is known to be no UTF-8. */
  readonly isInvalid: boolean;
  /** Whether a pause now would end the message. */
  readonly endsAtPause: boolean;
}

/** A piece of the request, or the end of the stream, and what the server did with it. */
export interface Step {
  /** The bytes of the request from `from` up to `to`; they are none at the end of the stream. */
  readonly from: number;
  readonly to: number;
  /** Whether a pause follows it. */
  readonly pauses: boolean;
  /** What the server sends then. */
  readonly replies: Uint8Array;
  /** How many messages it has answered so far. */
  readonly answered: number;
  readonly standing: Standing;
}

/**
 * Plays a connection: the request comes in pieces, then it ends. The server is the responder that `hitung-server` runs.
 */
export function play(state: State): Step[] {
  const request = requestOf(state);
  const cuts = cutsIn(state, request);
  const connection = new Connection(state, request[0]);
  const steps: Step[] = [];
  let from = 0;
  for (const { at: to, pauses } of [...cuts, { at: request.length, pauses: false }]) {
    if (to > from) steps.push(connection.take(request, from, to, pauses));
    from = to;
  }
  steps.push(connection.end(request.length));
  return steps;
}

/** All that the server sends. */
export function replyOf(steps: readonly Step[]): Uint8Array {
  return concat(steps.map(({ replies }) => replies));
}

class Connection {
  readonly #replies = new ReplyBuffer();
  readonly #responder: Responder;
  readonly #follower: Follower;

  constructor(state: State, firstByte = 0) {
    const { replyLanguage: language, unit } = state;
    this.#responder = createResponder(firstByte, { replies: this.#replies, language, unit });
    this.#follower = followerOf(this.#responder, firstByte);
  }

  take(request: Uint8Array, from: number, to: number, pauses: boolean): Step {
    const chunk = request.slice(from, to);
    const replies: Uint8Array[] = [];
    for (let at = 0; at < chunk.length && !this.#responder.isClosed; ) {
      at = this.#responder.read(chunk, at);
      replies.push(this.#replies.take().slice());
    }
    this.#follower.take(chunk);
    if (pauses) {
      this.#responder.pause();
      this.#follower.pause();
      replies.push(this.#replies.take().slice());
    }
    return this.#step(from, to, pauses, replies);
  }

  end(at: number): Step {
    this.#responder.end();
    this.#follower.end();
    return this.#step(at, at, false, [this.#replies.take().slice()]);
  }

  #step(from: number, to: number, pauses: boolean, replies: readonly Uint8Array[]): Step {
    const { isClosed, messages: answered } = this.#responder;
    const standing = isClosed ? CLOSED : this.#follower.standing();
    return { from, to, pauses, replies: concat(replies), answered, standing };
  }
}

const BETWEEN: Standing = {
  place: "between",
  have: 0,
  size: 0,
  characters: 0,
  heldBytes: 0,
  isInvalid: false,
  endsAtPause: false,
};
const CLOSED: Standing = { ...BETWEEN, place: "closed" };

/** Reads the same bytes as the responder does, to tell where its decoder stands. */
interface Follower {
  take(chunk: Uint8Array): void;
  pause(): void;
  end(): void;
  standing(): Standing;
}

function followerOf({ mode }: Responder, firstByte: number): Follower {
  if (mode === "frames") return new FrameFollower();
  return firstByte < FIRST_FRAME_BYTE ? new LineFollower() : new TelnetFollower();
}

/** What a decoder knows of a message that comes in pieces. */
class Content {
  #characters = 0;
  #isInvalid = false;
  /** The bytes of a character that is cut. */
  #held: Uint8Array = new Uint8Array(0);

  add(piece: Uint8Array): void {
    if (this.#isInvalid) return;
    const bytes = concat([this.#held, piece]);
    this.#held = new Uint8Array(0);
    for (const { offset, fault } of utf8Sequences(bytes)) {
      if (fault === undefined) this.#characters++;
      else if (fault === "unfinished") this.#held = bytes.slice(offset);
      else {
        this.#isInvalid = true;
        return;
      }
    }
  }

  standing(): Pick<Standing, "characters" | "heldBytes" | "isInvalid"> {
    return { characters: this.#characters, heldBytes: this.#held.length, isInvalid: this.#isInvalid };
  }
}

class FrameFollower implements Follower {
  readonly #reader = new FieldReader(true);
  #content = new Content();
  #isPart = false;
  #standing = BETWEEN;

  take(chunk: Uint8Array): void {
    for (const { name, from, to, before, size = 0, value } of this.#reader.read(chunk)) {
      const have = before + to - from;
      if (name === "payload") {
        this.#content.add(chunk.subarray(from, to));
        if (have === size) this.#endFrame();
        else this.#standing = { ...BETWEEN, place: "payload", have, size };
      } else if (value !== undefined && name === "length") {
        if (value === 0n) this.#endFrame();
        else this.#standing = { ...BETWEEN, place: "payload", size: Number(value) };
      } else {
        if (name === "kind") this.#isPart = Number(value) === FrameKind.PART;
        const fieldsBefore = { kind: 0, units: 1, length: 2 }[name as "kind" | "units" | "length"];
        this.#standing = { ...BETWEEN, place: "header", have: fieldsBefore + have, size: FRAME_HEADER_SIZE };
      }
    }
  }

  pause(): void {}

  end(): void {
    this.#standing = BETWEEN;
  }

  standing(): Standing {
    const { place } = this.#standing;
    if (place === "payload" || place === "message") return { ...this.#standing, ...this.#content.standing() };
    return this.#standing;
  }

  #endFrame(): void {
    this.#standing = this.#isPart ? { ...BETWEEN, place: "message" } : BETWEEN;
    if (!this.#isPart) this.#content = new Content();
  }
}

class LineFollower implements Follower {
  #content = new Content();
  #have = 0;
  readonly #splitter = new TextSplitter({
    onPiece: (chunk, from, to) => {
      this.#content.add(chunk.subarray(from, to));
      this.#have += to - from;
    },
    onMessageEnd: () => {
      this.#content = new Content();
      this.#have = 0;
      return true;
    },
  });

  take(chunk: Uint8Array): void {
    this.#splitter.write(chunk, 0);
  }

  pause(): void {
    this.#splitter.pause();
  }

  end(): void {
    this.#splitter.end();
  }

  standing(): Standing {
    const { isInsideMessage, endsAtPause } = this.#splitter;
    if (!isInsideMessage) return BETWEEN;
    return { ...BETWEEN, place: "line", have: this.#have, endsAtPause, ...this.#content.standing() };
  }
}

/** What is a command of Telnet and what is text, only the responder knows. */
class TelnetFollower implements Follower {
  #standing: Standing = { ...BETWEEN, place: "telnet" };

  take(): void {}

  pause(): void {}

  end(): void {
    this.#standing = BETWEEN;
  }

  standing(): Standing {
    return this.#standing;
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
