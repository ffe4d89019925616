import { setTimeout as sleep } from "node:timers/promises";
import { ErrorCode, type Language, type Unit } from "@hitung/protocol";
import { type Client, connect } from "../library/client.js";
import { ConnectionError, ErrorFactory, ServerError } from "../library/errors.js";
import type { Observe } from "../library/observer.js";
import { openWhenReady, pauseAfter, TRIES } from "../library/retrying.js";
import { Servers } from "../library/servers.js";
import type { Answer, Asker } from "./asker.js";
import type { CommandLineOptions } from "./options.js";
import { describePlace, usesTls } from "./place.js";
import { codeNameOf, isFatal } from "./problems.js";
import { WORDING } from "./wording.js";

/** How often a line is sent to a server that has not answered yet. */
const FIRST_TRIES = 3;

/** The way to the server, which is opened when it is first needed. */
export class Link {
  readonly #options: CommandLineOptions;
  readonly #servers: Servers;
  readonly #note: (text: string) => void;
  #asker: Asker | undefined;

  /**
   * @param note tells a person that it waits
   * @param observe called for each connection that is made
   */
  constructor(options: CommandLineOptions, note: (text: string) => void, observe?: Observe) {
    const { host, port, socket, tlsCa } = options;
    this.#options = options;
    const tls = usesTls(options) && (tlsCa === undefined ? true : { ca: tlsCa });
    const addresses = host.map((each) => ({ host: each, port, path: socket, tls }));
    // A socket takes the place of all of them.
    this.#servers = new Servers(socket === undefined ? addresses : addresses.slice(0, 1), observe);
    this.#note = note;
  }

  /**
   * Opens the connection, if there is none yet.
   * @param hasAnswered tells whether the server has answered. With it messages that lose their connection are sent again,
   * as the library does; otherwise that is told
   * @throws {ConnectionError} if there is no server, and it is not to be waited for
   */
  async open(hasAnswered?: () => boolean): Promise<Asker> {
    this.#asker ??= await this.#connect(hasAnswered);
    return this.#asker;
  }

  /**
   * The answer to a message.
   * @param isOnly whether no other follows it
   */
  async ask(message: string | Uint8Array, units: readonly Unit[], isOnly = false): Promise<Answer> {
    const question = (await this.open()).startMessage(units, isOnly);
    question.write(typeof message === "string" ? Buffer.from(message) : message);
    return await question.end();
  }

  /**
   * The answer to a message. If the connection was lost it waits until there is a new one, and asks again, as a
   * count may be asked for twice without harm.
   * @param language of what is told meanwhile
   * @param signal ends the waiting: the message fails, for a new connection or an answer alike
   */
  async askAgain(
    message: string,
    units: readonly Unit[],
    language: Language,
    signal: AbortSignal,
  ): Promise<Answer> {
    const stop = new AbortController();
    const onAbort = () => {
      stop.abort(new ErrorFactory(this.#servers.first).noReply("ECANCELED"));
      this.close();
    };
    const reopen = async () => {
      this.#asker = await this.#whenReady(() => this.#openClient(stop.signal), language, stop.signal);
    };
    signal.addEventListener("abort", onAbort);
    try {
      if (this.#isLost) await reopen();
      return await this.ask(message, units).catch(async (error) => {
        if (!isFatal(error) || this.#options.text || signal.aborted) throw error;
        await reopen();
        return await this.ask(message, units);
      });
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Closes the connection, if there is one. */
  close(): void {
    void this.#asker?.close();
  }

  /** Whether there was a connection, and is none now. */
  get #isLost(): boolean {
    return this.#asker?.isConnected === false;
  }

  async #connect(hasAnswered: (() => boolean) | undefined): Promise<Asker> {
    const { file, json, quiet, text, wait, lang } = this.#options;
    const openOrWait = <T>(open: () => Promise<T>, signal?: AbortSignal) =>
      wait ? this.#whenReady(open, lang, signal) : open();
    if (!text) return await openOrWait(() => this.#openClient(undefined, hasAnswered));
    const { TextAsker } = await import("./text/asker.js");
    return new TextAsker(this.#servers.first, {
      open: async (signal) => (await openOrWait(() => this.#servers.open({ signal }), signal)).socket,
      onBusy: (error, times, signal) => this.#waitForRoom(error, times, signal),
      needsCount: quiet || json || file.length > 0,
    });
  }

  #openClient(signal?: AbortSignal, hasAnswered?: () => boolean): Promise<Client> {
    const { wait, lang } = this.#options;
    const messages = WORDING[lang];
    let hasWaited = false;
    return connect({
      servers: this.#servers.addresses,
      tries: (error) => {
        // That the server is full passes. A lost connection is told, instead of being replaced without a word.
        const isBusy = error instanceof ServerError && error.code === ErrorCode.SERVER_BUSY;
        if (wait && (isBusy || (error instanceof ConnectionError && error.phase === "connect")))
          return Infinity;
        if (isBusy || hasAnswered?.()) return TRIES;
        // One that never answered is probably another kind of server, which is told soon.
        return hasAnswered === undefined ? 1 : FIRST_TRIES;
      },
      onRetry: (error) => {
        // That a server ends its connections, as it is replaced or others were added, is nothing to know.
        if (hasWaited || (error instanceof ServerError && error.code !== ErrorCode.SERVER_BUSY)) return;
        const isLost = error instanceof ConnectionError && error.phase === "reply";
        if (isLost && !hasAnswered?.()) return;
        hasWaited = true;
        const note = isLost ? messages.lost : messages.waiting;
        this.#note(note(describePlace(this.#options, messages), codeNameOf(error)));
      },
      observe: this.#servers.observe,
      signal,
    });
  }

  /** Waits until a server that is full may be asked again, unless it was asked often enough. */
  async #waitForRoom(error: ServerError, times: number, signal: AbortSignal): Promise<void> {
    const messages = WORDING[this.#options.lang];
    if (!this.#options.wait && times >= TRIES) throw error;
    if (times === 1) this.#note(messages.waiting(describePlace(this.#options, messages), codeNameOf(error)));
    await sleep(pauseAfter(times), undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  }

  /** Tries until there is a server, and tells the person that it waits. */
  async #whenReady<T>(open: () => Promise<T>, language: Language, signal?: AbortSignal): Promise<T> {
    const messages = WORDING[language];
    const place = describePlace(this.#options, messages);
    const waiting = this.#isLost ? messages.lost : messages.waiting;
    let hasWaited = false;
    const opened = await openWhenReady(
      open,
      ({ code }) => {
        hasWaited = true;
        this.#note(waiting(place, code));
      },
      signal,
    );
    if (hasWaited) this.#note(messages.connected(place));
    return opened;
  }
}
