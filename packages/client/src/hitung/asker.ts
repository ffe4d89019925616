import type { Counts, Unit } from "@hitung/protocol";
import type { Address } from "../library/socket.js";
import { type OpenText, TextMessage } from "./text-message.js";

/** The counts in the units asked for; or the sentence of a server in text mode, without its end of line. */
export type Answer = Counts | string;

/** A message that is being sent, in pieces of any size: a `MessageWriter` in frames, a `TextMessage` in text mode. */
export interface Question {
  /** Takes the next piece. It must not change until `drained` settles, or the answer came. */
  write(piece: Uint8Array): void;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Ends the message, and returns its answer. */
  end(): Promise<Answer>;
  /** As `end`, without a promise. The functions are called in the order of the questions, so that many may share them. */
  finish(onAnswer: (answer: Answer) => void, onFailed: (error: unknown) => void): void;
}

/** Puts questions to a server: a `Client` in frames, a `TextAsker` in text mode. */
export interface Asker {
  /** How many questions may wait for their answers at once, if it sets a limit. */
  readonly window?: number;
  /** Whether questions can be put at the moment. */
  readonly isConnected: boolean;
  /** Begins a question, which must be ended before the next begins. */
  startMessage(units: readonly Unit[]): Question;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Closes at once. Questions without an answer fail. */
  close(): Promise<void>;
}

/** Asks in text mode, each question on a connection of its own: so servers of the original kind understand it. */
export class TextAsker implements Asker {
  /** As many connections are open at once: enough to hide the way to the server, and few for it and for this machine. */
  readonly window = 16;
  /** No connection stays between two questions, so none can be lost there. */
  readonly isConnected = true;
  readonly #address: Address;
  readonly #open: OpenText;
  readonly #messages = new Set<TextMessage>();
  /** Settles when all questions that were ended have their answers. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param open opens a connection */
  constructor(address: Address, open: OpenText) {
    this.#address = address;
    this.#open = open;
  }

  startMessage(): TextMessage {
    const message = new TextMessage(this.#address, this.#open, {
      inTurn: (answer) => {
        // A later connection may have its answer earlier.
        const turn = Promise.allSettled([answer, this.#turn]).then(() => {
          this.#messages.delete(message);
          return answer;
        });
        this.#turn = turn;
        return turn;
      },
    });
    this.#messages.add(message);
    return message;
  }

  async drained(): Promise<void> {}

  async close(): Promise<void> {
    for (const message of this.#messages) message.cancel();
  }
}
