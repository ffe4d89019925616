import { createResponder, encodeFrame, FrameKind, ReplyBuffer, type Responder } from "@hitung/protocol";
import { concat } from "./concat.js";
import { CLOSED, type Follower, followerOf, type Standing } from "./standing.js";
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

/** A piece of the request, or the end of the stream, and what the server did with it. */
export interface Step {
  /** The bytes of the request from `from` up to `to`; they are none at the end of the stream. */
  readonly from: number;
  readonly to: number;
  /** Whether a pause follows it. */
  readonly pauses: boolean;
  /** What the server sends then. */
  readonly replies: Uint8Array;
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
    const standing = this.#responder.isClosed ? CLOSED : this.#follower.standing();
    return { from, to, pauses, replies: concat(replies), standing };
  }
}
