import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionError } from "./errors.js";
import { type Address, type OpenOptions, openSocket } from "./socket.js";

/** What comes of an attempt. */
export interface OpenerHandler {
  onOpen(socket: Socket): void;
  onFailure(error: ConnectionError): void;
}

/** Opens connections for a client, one at a time. */
export class Opener {
  readonly #address: Address;
  readonly #options: OpenOptions;
  readonly #handler: OpenerHandler;
  readonly #stop = new AbortController();
  #isOpening = false;

  /** @param options its signal is not used */
  constructor(address: Address, options: OpenOptions, handler: OpenerHandler) {
    this.#address = address;
    this.#options = options;
    this.#handler = handler;
  }

  /** Tries once, after so many milliseconds, unless it tries already. */
  open(pause: number): void {
    if (this.#isOpening || this.#stop.signal.aborted) return;
    this.#isOpening = true;
    this.#attempt(pause).then(
      (socket) => {
        this.#isOpening = false;
        if (this.#stop.signal.aborted) socket.destroy();
        else this.#handler.onOpen(socket);
      },
      (error: ConnectionError) => {
        this.#isOpening = false;
        if (!this.#stop.signal.aborted) this.#handler.onFailure(error);
      },
    );
  }

  /** Ends the current attempt, for good. */
  stop(): void {
    this.#stop.abort();
  }

  async #attempt(pause: number): Promise<Socket> {
    const { signal } = this.#stop;
    if (pause > 0) await sleep(pause, undefined, { signal });
    return await openSocket(this.#address, { ...this.#options, signal });
  }
}
