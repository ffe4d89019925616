import type { Exchange, ReadReply } from "./exchange.js";
import type { Latencies } from "./latencies.js";

/** The size of what is read at once, in bytes. */
const INPUT_SIZE = 256 * 1024;

/** Requests are gathered up to this size, in bytes, so that they leave in one write; a single one may be larger. */
const MAX_WRITE_SIZE = 1024 * 1024;

/** How many messages leave in one write at most, where they leave at a rate. */
const MAX_BATCH = 1000;

/** How many messages may still be sent. */
export class Budget {
  #left: number;

  /** @param messages Infinity if only `stop` ends it */
  constructor(messages: number) {
    this.#left = messages;
  }

  /** Takes up to as many as wanted, and returns how many. */
  take(wanted: number): number {
    const taken = Math.min(wanted, this.#left);
    this.#left -= taken;
    return taken;
  }

  /** Nothing is sent from now on. */
  stop(): void {
    this.#left = 0;
  }

  /** Whether no message may be sent any more. */
  get isOver(): boolean {
    return this.#left === 0;
  }
}

/** A reply that is not the one that was due. */
export interface Mismatch {
  readonly came: string;
  readonly expected: string;
}

/** What became of the messages: every reply is right, wrong or an error. */
export class Verdicts {
  /** Messages with a reply, be it right or not. */
  answered = 0;
  wrong = 0;
  errors = 0;
  /** Messages that were sent once more, as their connection was lost; and connections that were made anew. */
  resent = 0;
  reconnections = 0;
  firstMismatch: Mismatch | undefined;

  note({ kind, description }: ReadReply, expected: string): void {
    if (kind === "right") return;
    if (kind === "wrong") this.wrong++;
    else this.errors++;
    this.firstMismatch ??= { came: description, expected };
  }
}

/** What all connections of a load share. */
export class Traffic {
  readonly exchange: Exchange;
  /** Messages in flight on each connection; 0 if they leave at a rate of their own. */
  readonly pipeline: number;
  /** Whether messages are sent again whose connection is lost. */
  readonly resends: boolean;
  readonly budget: Budget;
  readonly latencies: Latencies;
  readonly verdicts = new Verdicts();
  readonly input = Buffer.alloc(INPUT_SIZE);
  readonly replySize: number;
  /** Right replies, enough of them for any chunk that begins anywhere in a reply. */
  readonly replies: Buffer;
  /** How many messages leave in one write at most. */
  readonly largestBatch: number;
  readonly #requests: Buffer;
  readonly #batches: Buffer[] = [];

  constructor(exchange: Exchange, pipeline: number, resends: boolean, budget: Budget, latencies: Latencies) {
    this.exchange = exchange;
    this.pipeline = pipeline;
    this.resends = resends;
    this.budget = budget;
    this.latencies = latencies;
    this.replySize = exchange.reply.length;
    this.replies = Buffer.alloc(INPUT_SIZE + this.replySize, exchange.reply);
    const { request } = exchange;
    const most = pipeline === 0 ? MAX_BATCH : pipeline;
    this.largestBatch = Math.max(1, Math.min(most, Math.floor(MAX_WRITE_SIZE / request.length)));
    this.#requests =
      this.largestBatch === 1 ? request : Buffer.alloc(this.largestBatch * request.length, request);
  }

  /** The requests of `count` messages, up to `largestBatch`. They are shared and never change. */
  batch(count: number): Buffer {
    this.#batches[count] ??= this.#requests.subarray(0, count * this.exchange.request.length);
    return this.#batches[count];
  }
}
