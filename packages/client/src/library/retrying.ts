import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, isNoTls, isUntrusted, ServerError } from "./errors.js";
import type { Opened } from "./servers.js";

/** The longest that the first pause, and any pause, between two tries to connect may be, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * How long to wait, in milliseconds, after so many tries in a row failed, from 1: at random between 0 and a limit
 * that doubles with each ("full jitter"), so that clients that lost the same server do not all come back at once.
 */
export function pauseAfter(failures: number): number {
  return Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/** How many tries in a row may fail before a call fails, or how many if the last one failed with this error. */
export type Tries = number | ((error: ConnectionError | ServerError) => number);

/** As many, unless told otherwise. */
export const TRIES = 10;

/** What comes of a try to connect. */
export interface RetryHandler {
  onOpen(opened: Opened): void;
  onFailure(error: ConnectionError): void;
}

/** Opens the connections of a client, one at a time, and keeps account of the tries that failed. */
export class Retries {
  readonly #tries: Tries;
  readonly #openAny: (signal: AbortSignal) => Promise<Opened>;
  readonly #handler: RetryHandler;
  readonly #stop = new AbortController();
  #isOpening = false;
  #failures = 0;
  /** How many of the failures no longer count. */
  #forgiven = 0;

  constructor(tries: Tries, openAny: (signal: AbortSignal) => Promise<Opened>, handler: RetryHandler) {
    this.#tries = tries;
    this.#openAny = openAny;
    this.#handler = handler;
  }

  /** How many tries have failed since there is this client. */
  get failures(): number {
    return this.#failures;
  }

  /** A try failed: a connection was not made, or was lost before a reply came. */
  fail(): void {
    this.#failures++;
  }

  /** A reply came, or nobody waits for one any more: the failures until now no longer count. */
  forgive(): void {
    this.#forgiven = this.#failures;
  }

  /**
   * Whether a call has had all its tries, the last of which failed with this error, if `failuresBefore` had failed
   * before it was made.
   */
  areUsedUp(failuresBefore: number, error: ConnectionError | ServerError): boolean {
    return this.#failures - Math.max(failuresBefore, this.#forgiven) >= this.#triesAfter(error);
  }

  /** What a call fails with that has had all its tries, the last of which failed with this error. */
  exhausted(error: ConnectionError | ServerError): ConnectionError | ServerError {
    const tries = this.#triesAfter(error);
    if (tries <= 1) return error;
    const { host, port } = error;
    const detail = `no answer in ${tries} tries`;
    return error instanceof ServerError
      ? new ServerError(host, port, error.code, `${error.message} (${detail})`, error)
      : new ConnectionError(host, port, error.code, error, detail, error.phase);
  }

  /** Tries to connect, unless a try is under way. */
  open(): void {
    this.#open(0);
  }

  /** Tries to connect after a pause, which is longer the more tries have failed, unless a try is under way. */
  openLater(): void {
    this.#open(pauseAfter(this.#failures - this.#forgiven));
  }

  /** Ends the try that is under way; there is no other after it. */
  stop(): void {
    this.#stop.abort();
  }

  #triesAfter(error: ConnectionError | ServerError): number {
    return typeof this.#tries === "number" ? this.#tries : this.#tries(error);
  }

  #open(pause: number): void {
    if (this.#isOpening || this.#stop.signal.aborted) return;
    this.#isOpening = true;
    this.#attempt(pause).then(
      (opened) => {
        this.#isOpening = false;
        if (this.#stop.signal.aborted) opened.socket.destroy();
        else this.#handler.onOpen(opened);
      },
      (error: ConnectionError) => {
        this.#isOpening = false;
        if (!this.#stop.signal.aborted) this.#handler.onFailure(error);
      },
    );
  }

  async #attempt(pause: number): Promise<Opened> {
    const { signal } = this.#stop;
    if (pause > 0) await sleep(pause, undefined, { signal });
    return await this.#openAny(signal);
  }
}

/** What a call fails with whose stream was cut by this error: it is read only once. */
export function unrepeatable(error: ConnectionError | ServerError): ConnectionError | ServerError {
  const { host, port, message } = error;
  const detail = "lost in the middle of a stream, which cannot be sent again";
  return error instanceof ServerError
    ? new ServerError(host, port, error.code, `${message} (${detail})`, error)
    : new ConnectionError(host, port, error.code, error, detail);
}

/**
 * Opens a connection, and tries again for as long as there is no server. A server that is there but cannot be
 * trusted, or does not speak TLS, is not waited for.
 * @param onWait called once, if the first try fails
 * @param signal ends the waiting: then the error of the last try is thrown
 */
export async function openWhenReady<T>(
  open: () => Promise<T>,
  onWait: (error: ConnectionError) => void,
  signal?: AbortSignal,
): Promise<T> {
  let last: unknown;
  for (let failures = 1; ; failures++) {
    try {
      return await open();
    } catch (error) {
      // A try that was under way says only that it was ended.
      if (signal?.aborted) throw last ?? error;
      last = error;
      if (!(error instanceof ConnectionError) || isUntrusted(error.code) || isNoTls(error.code)) throw error;
      if (failures === 1) onWait(error);
      await sleep(pauseAfter(failures), undefined, signal && { signal }).catch(() => {
        throw error;
      });
    }
  }
}
