import {
  FIRST_FRAME_BYTE,
  FieldReader,
  FRAME_HEADER_SIZE,
  FrameKind,
  type Responder,
  TextSplitter,
  utf8Sequences,
} from "@hitung/protocol";
import { concat } from "./concat.js";

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

const BETWEEN: Standing = {
  place: "between",
  have: 0,
  size: 0,
  characters: 0,
  heldBytes: 0,
  isInvalid: false,
  endsAtPause: false,
};
export const CLOSED: Standing = { ...BETWEEN, place: "closed" };

/** Reads the same bytes as the responder does, to tell where its decoder stands. */
export interface Follower {
  take(chunk: Uint8Array): void;
  pause(): void;
  end(): void;
  standing(): Standing;
}

/** @param firstByte of the connection */
export function followerOf({ mode }: Responder, firstByte: number): Follower {
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
