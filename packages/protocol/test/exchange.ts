import {
  createResponder,
  ReplyBuffer,
  type Responder,
  type ResponderOptions,
  type TerminationCode,
} from "../src/index.js";

const NOTHING = Buffer.alloc(0);

/** A connection as a server sees it, without a socket: every call returns the replies to it. */
export class Exchange {
  readonly #replies = new ReplyBuffer();
  readonly #options: ResponderOptions;
  #responder: Responder | undefined;

  constructor(options: Partial<ResponderOptions> = {}) {
    this.#options = { language: "id", ...options, replies: this.#replies };
  }

  get isClosed(): boolean {
    return this.#responder?.isClosed ?? false;
  }

  get endsAtPause(): boolean {
    return this.#responder?.endsAtPause ?? false;
  }

  get messages(): number {
    return this.#responder?.messages ?? 0;
  }

  send(chunk: Uint8Array): Buffer {
    let replies = NOTHING;
    for (let at = 0; at < chunk.length; ) {
      this.#responder ??= createResponder(chunk[0] as number, this.#options);
      at = this.#responder.read(chunk, at);
      if (this.#replies.size > 0) replies = Buffer.concat([replies, this.#replies.take()]);
    }
    return replies;
  }

  pause(): Buffer {
    this.#responder?.pause();
    return this.#take();
  }

  end(): Buffer {
    this.#responder?.end();
    return this.#take();
  }

  terminate(code: TerminationCode): Buffer {
    this.#responder?.terminate(code);
    return this.#take();
  }

  terminateAfterMessage(code: TerminationCode): Buffer {
    this.#responder?.terminateAfterMessage(code);
    return this.#take();
  }

  #take(): Buffer {
    return this.#replies.size === 0 ? NOTHING : Buffer.from(this.#replies.take());
  }
}

/** The replies to the chunks, and then to the end of the stream. */
export function repliesTo(chunks: readonly Uint8Array[], options?: Partial<ResponderOptions>): Buffer {
  const exchange = new Exchange(options);
  return Buffer.concat([...chunks.map((chunk) => exchange.send(chunk)), exchange.end()]);
}
