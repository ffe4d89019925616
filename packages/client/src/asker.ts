import type { Socket } from "node:net";
import { type Language, SENTENCES, type Sentences, type Unit } from "@hitung/protocol";
import { type Client, connect, type MessageWriter } from "./client.js";
import type { Address } from "./connection.js";
import { TextMessage } from "./text-message.js";

/** A message that is being sent, in pieces of any size. */
export interface Question {
  /** Takes the next piece. It must not change until `drained` or `end`. */
  write(piece: Uint8Array): void;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Ends the message, and gives the answer as a person reads it. */
  end(): Promise<string>;
}

/** Puts questions to a server, in one of the two ways that it understands. */
export interface Asker {
  /** How many questions may wait for their answers at once. */
  readonly window: number;
  /** Whether the connection is lost. */
  readonly isClosed: boolean;
  start(): Question;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  close(): void;
}

/** Asks in frames, all on one connection. */
export class FrameAsker implements Asker {
  readonly window = 16_384;
  readonly #client: Client;
  readonly #language: Language;
  readonly #unit: Unit;

  /** @throws {ConnectionError} where there is no server */
  static async open(address: Address, language: Language, unit: Unit): Promise<FrameAsker> {
    return new FrameAsker(await connect({ ...address, tries: 1 }), language, unit);
  }

  private constructor(client: Client, language: Language, unit: Unit) {
    this.#client = client;
    this.#language = language;
    this.#unit = unit;
  }

  get isClosed(): boolean {
    return this.#client.isClosed;
  }

  start(): Question {
    return new FrameQuestion(this.#client, this.#unit, SENTENCES[this.#language]);
  }

  drained(): Promise<void> {
    return this.#client.drained();
  }

  close(): void {
    this.#client.close();
  }
}

class FrameQuestion implements Question {
  readonly #writer: MessageWriter;
  readonly #unit: Unit;
  readonly #sentences: Sentences;

  constructor(client: Client, unit: Unit, sentences: Sentences) {
    this.#writer = client.startMessage([unit]);
    this.#unit = unit;
    this.#sentences = sentences;
  }

  write(piece: Uint8Array): void {
    this.#writer.write(piece);
  }

  drained(): Promise<void> {
    return this.#writer.drained();
  }

  async end(): Promise<string> {
    return this.#sentences.counted((await this.#writer.end())[this.#unit]);
  }
}

/** Asks in text mode, each question on a connection of its own: so servers of the original kind understand it. */
export class TextAsker implements Asker {
  readonly window = 1;
  readonly isClosed = false;
  readonly #address: Address;
  readonly #open: (address: Address) => Promise<Socket>;

  /** @param open opens a connection */
  constructor(address: Address, open: (address: Address) => Promise<Socket>) {
    this.#address = address;
    this.#open = open;
  }

  start(): Question {
    const message = new TextMessage(this.#address, this.#open);
    return {
      write: (piece) => message.write(piece),
      drained: () => message.drained(),
      end: async () => (await message.end()).replace(/\r?\n$/, ""),
    };
  }

  async drained(): Promise<void> {}

  close(): void {}
}
