import type { Language, Unit } from "@hitung/protocol";
import { ConnectionError } from "../library/errors.js";
import { openWhenReady } from "../library/retrying.js";
import { type Address, openSocket, whereIs } from "../library/socket.js";
import { type Answer, type Asker, answerTo, FrameAsker, TextAsker } from "./asker.js";
import type { CommandLineOptions } from "./options.js";
import { describePlace, usesTls } from "./place.js";
import { isFatal } from "./problems.js";
import { WORDING } from "./wording.js";

/** The way to the server, which is opened when it is first needed. */
export class Link {
  readonly #options: CommandLineOptions;
  readonly #address: Address;
  readonly #note: (text: string) => void;
  #asker: Asker | undefined;

  /** @param note tells a person that it waits */
  constructor(options: CommandLineOptions, note: (text: string) => void) {
    const { host, port, socket, tlsCa } = options;
    this.#options = options;
    this.#address = {
      host,
      port,
      path: socket,
      tls: usesTls(options) && (tlsCa === undefined ? true : { ca: tlsCa }),
    };
    this.#note = note;
  }

  /**
   * Opens the connection, if there is none yet.
   * @throws {ConnectionError} where there is no server, and it is not to be waited for
   */
  async open(): Promise<Asker> {
    this.#asker ??= await this.#connect(this.#options.lang);
    return this.#asker;
  }

  /** The answer to a message. */
  async ask(message: string, units: readonly Unit[]): Promise<Answer> {
    const question = (await this.open()).start(units);
    question.write(Buffer.from(message));
    return await answerTo(question);
  }

  /**
   * The answer to a message. Where the connection was lost it waits until there is a new one, and asks again, as a
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
      const { host, port } = whereIs(this.#address);
      stop.abort(new ConnectionError(host, port, "ECANCELED"));
      this.close();
    };
    const reopen = async () => {
      const open = () => FrameAsker.open(this.#address, stop.signal);
      this.#asker = await this.#whenReady(open, language, stop.signal);
    };
    signal.addEventListener("abort", onAbort);
    try {
      if (this.#asker?.isClosed) await reopen();
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
    this.#asker?.close();
  }

  async #connect(language: Language): Promise<Asker> {
    const { text, wait } = this.#options;
    const openOrWait = <T>(open: () => Promise<T>, signal?: AbortSignal) =>
      wait ? this.#whenReady(open, language, signal) : open();
    if (!text) return await openOrWait(() => FrameAsker.open(this.#address));
    return new TextAsker(this.#address, (address, signal) =>
      openOrWait(() => openSocket(address, { signal }), signal),
    );
  }

  /** Tries until there is a server, and tells the person that it waits. */
  async #whenReady<T>(open: () => Promise<T>, language: Language, signal?: AbortSignal): Promise<T> {
    const messages = WORDING[language];
    const place = describePlace(this.#options, messages);
    const waiting = this.#asker?.isClosed ? messages.lost : messages.waiting;
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
