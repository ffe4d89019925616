import type { Counts, Unit } from "@hitung/protocol";
import { type Client, connect } from "../library/client.js";
import type { MessageWriter } from "../library/message-writer.js";
import type { Address } from "../library/socket.js";
import { type OpenText, TextMessage } from "./text-message.js";

/** The counts in the units asked for; or the sentence of a server in text mode, without its end of line. */
export type Answer = Counts | string;

/** Takes the answers to questions, in the order of the questions. One serves many, so that none needs its own. */
interface Receiver {
  answered(answer: Answer): void;
  failed(error: unknown): void;
}

/** A message that is being sent, in pieces of any size. */
export interface Question {
  /** Takes the next piece. It must not change until `drained` settles, or the answer came. */
  write(piece: Uint8Array): void;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Ends the message. */
  end(receiver: Receiver): void;
}

/** Puts questions to a server, in one of the two ways that it understands. */
export interface Asker {
  /** How many questions may wait for their answers at once. */
  readonly window: number;
  /** Whether the connection is lost. */
  readonly isClosed: boolean;
  /** Begins a question, which must be ended before the next. */
  start(units: readonly Unit[]): Question;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Closes at once. Questions without an answer fail. */
  close(): void;
}

/** Ends a question, and gives its answer. */
export function answerTo(question: Question): Promise<Answer> {
  return new Promise((answered, failed) => question.end({ answered, failed }));
}

/** Asks in frames, all on one connection. */
export class FrameAsker implements Asker {
  /** Enough to keep both sides busy. More of them grow old while they wait: 16,384 took twice as long, and memory. */
  readonly window = 2048;
  readonly #client: Client;

  /**
   * @throws {ConnectionError} where there is no server
   * @throws the signal's reason
   */
  static async open(address: Address, signal?: AbortSignal): Promise<FrameAsker> {
    return new FrameAsker(await connect({ ...address, tries: 1, signal }));
  }

  private constructor(client: Client) {
    this.#client = client;
  }

  get isClosed(): boolean {
    return this.#client.isClosed;
  }

  start(units: readonly Unit[]): Question {
    return new FrameQuestion(this.#client.startMessage(units));
  }

  drained(): Promise<void> {
    return this.#client.drained();
  }

  close(): void {
    void this.#client.close();
  }
}

class FrameQuestion implements Question {
  readonly #writer: MessageWriter;

  constructor(writer: MessageWriter) {
    this.#writer = writer;
  }

  write(piece: Uint8Array): void {
    this.#writer.write(piece);
  }

  drained(): Promise<void> {
    return this.#writer.drained();
  }

  end(receiver: Receiver): void {
    this.#writer.finish(
      (counts) => receiver.answered(counts),
      (error) => receiver.failed(error),
    );
  }
}

/** Asks in text mode, each question on a connection of its own: so servers of the original kind understand it. */
export class TextAsker implements Asker {
  /** As many connections are open at once: enough to hide the way to the server, and few for it and for this machine. */
  readonly window = 16;
  readonly isClosed = false;
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

  start(): Question {
    const message = new TextMessage(this.#address, this.#open);
    this.#messages.add(message);
    return {
      write: (piece) => message.write(piece),
      drained: () => message.drained(),
      end: (receiver) => {
        const answer = message.end().finally(() => this.#messages.delete(message));
        // A later connection may have its answer earlier.
        this.#turn = Promise.allSettled([answer, this.#turn]).then(() =>
          answer.then(
            (text) => receiver.answered(text),
            (error) => receiver.failed(error),
          ),
        );
      },
    };
  }

  async drained(): Promise<void> {}

  close(): void {
    for (const message of this.#messages) message.cancel();
  }
}
