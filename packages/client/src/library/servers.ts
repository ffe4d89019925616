import type { Socket } from "node:net";
import { startTimer } from "./deadlines.js";
import { ConnectionError } from "./errors.js";
import { type Observe, observeBytes } from "./observer.js";
import { shuffled } from "./shuffled.js";
import { type Address, type OpenOptions, openSocket } from "./socket.js";

/** After how many milliseconds without a connection the next server is tried, too (RFC 8305, section 5). */
const ATTEMPT_DELAY_MS = 250;

/** A connection, and to which of the servers it leads. */
export interface Opened {
  readonly socket: Socket;
  readonly address: Address;
}

/** Servers of which any one will do. */
export class Servers {
  readonly addresses: readonly Address[];
  /** Called for each connection that is made. */
  readonly observe: Observe | undefined;
  /** It failed last, so that it is tried last. */
  #avoided: Address | undefined;

  /** @throws {RangeError} if there is none */
  constructor(addresses: readonly Address[], observe?: Observe) {
    if (addresses.length === 0) throw new RangeError("there is no server among `servers`");
    this.addresses = addresses;
    this.observe = observe;
  }

  /** The one that stands for all, where none is meant. */
  get first(): Address {
    return this.addresses[0] as Address;
  }

  /** Has the other servers tried first, the next time. */
  avoid(address: Address): void {
    this.#avoided = address;
  }

  /**
   * Opens a connection to one of the servers, which are tried in random order: the next one where one fails, or where
   * nothing came of it for ATTEMPT_DELAY_MS. The first connection that is made counts.
   * @throws {ConnectionError} of the last one, if all fail
   * @throws the signal's reason
   */
  async open(options: OpenOptions = {}): Promise<Opened> {
    const opened = await this.#open(options);
    if (this.observe !== undefined) observeBytes(opened.socket, this.observe(opened.address));
    return opened;
  }

  async #open(options: OpenOptions): Promise<Opened> {
    if (this.addresses.length === 1)
      return { socket: await openSocket(this.first, options), address: this.first };
    const { connectTimeout, signal } = options;
    const stop = new AbortController();
    const onAbort = () => stop.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort);
    try {
      signal?.throwIfAborted();
      return await firstOf(this.#inOrder(), (address) =>
        openSocket(address, { connectTimeout, signal: stop.signal }),
      );
    } finally {
      signal?.removeEventListener("abort", onAbort);
      // The other attempts end.
      stop.abort();
    }
  }

  #inOrder(): Address[] {
    const order = shuffled(this.addresses);
    const avoided = this.#avoided === undefined ? -1 : order.indexOf(this.#avoided);
    return avoided < 0 ? order : [...order.toSpliced(avoided, 1), ...order.slice(avoided, avoided + 1)];
  }
}

function firstOf(order: readonly Address[], open: (address: Address) => Promise<Socket>): Promise<Opened> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let failed = 0;
    let isSettled = false;
    let timer: NodeJS.Timeout | undefined;
    const settle = (act: () => void) => {
      isSettled = true;
      clearTimeout(timer);
      act();
    };
    const tryNext = () => {
      clearTimeout(timer);
      const address = order[next++];
      if (address === undefined) return;
      timer = startTimer(ATTEMPT_DELAY_MS, tryNext);
      open(address).then(
        (socket) => {
          if (isSettled) socket.destroy();
          else settle(() => resolve({ socket, address }));
        },
        (error) => {
          if (isSettled) return;
          failed++;
          // Anything else than a failed connection is the caller's business.
          if (failed === order.length || !(error instanceof ConnectionError)) settle(() => reject(error));
          else tryNext();
        },
      );
    };
    tryNext();
  });
}
