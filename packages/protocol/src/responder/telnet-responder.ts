import { indexOfByte } from "../platform.js";
import { TELNET_IAC } from "../wire.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Responder, ResponderOptions, TerminationCode } from "./responder.js";
import { TextResponder } from "./text-responder.js";

/** What may follow IAC, in RFC 854: the end and the beginning of a subnegotiation, and what an option follows. */
const SE = 0xf0;
const SB = 0xfa;
const WILL = 0xfb;
const DONT = 0xfe;

const NUL = 0x00;
const CR = 0x0d;
const LF_ALONE = Uint8Array.of(0x0a);
const FF_ALONE = Uint8Array.of(0xff);

/** What the next byte is. */
type State =
  | "text"
  /** The byte after IAC. */
  | "command"
  /** The option after WILL, WON'T, DO or DON'T. */
  | "option"
  /** A parameter between SB and SE. */
  | "parameter"
  /** The byte after an IAC among the parameters. */
  | "end of parameters";

/**
 * Answers a client that begins with Telnet's negotiation (RFC 854), such as PuTTY, as one that speaks text. Commands of
 * Telnet are skipped and not answered, which leaves all its options off. IAC IAC is the byte FF, and CR NUL ends a line
 * as CR LF does (RFC 1123, section 3.3.1).
 */
export class TelnetResponder implements Responder {
  readonly mode = "text";
  readonly #text: TextResponder;
  readonly #replies: ReplyBuffer;
  #state: State = "text";
  /** Whether the last byte of text was a CR. */
  #sawCr = false;

  constructor(options: ResponderOptions) {
    this.#text = new TextResponder(options);
    this.#replies = options.replies;
  }

  get isClosed(): boolean {
    return this.#text.isClosed;
  }

  get endsAtPause(): boolean {
    return this.#text.endsAtPause;
  }

  get messages(): number {
    return this.#text.messages;
  }

  get expectsMuch(): boolean {
    return this.#text.expectsMuch;
  }

  read(chunk: Uint8Array, at: number): number {
    while (at < chunk.length && !this.#replies.isFull) {
      const byte = chunk[at] as number;
      if (this.#state !== "text") {
        this.#readCommand(byte);
        at++;
      } else if (byte === TELNET_IAC) {
        this.#state = "command";
        at++;
      } else if (byte === NUL && this.#sawCr) {
        this.#readText(LF_ALONE);
        at++;
      } else {
        at += this.#readText(chunk.subarray(at, endOfText(chunk, at)));
      }
    }
    return at;
  }

  pause(): void {
    this.#text.pause();
  }

  end(): void {
    this.#text.end();
  }

  terminate(code: TerminationCode): void {
    this.#text.terminate(code);
  }

  terminateAfterMessage(code: TerminationCode): void {
    this.#text.terminateAfterMessage(code);
  }

  /** Returns how many bytes were read: all, or less if the buffer of replies became full. */
  #readText(text: Uint8Array): number {
    const size = this.#text.read(text, 0);
    this.#sawCr = text[size - 1] === CR;
    return size;
  }

  #readCommand(byte: number): void {
    if (this.#state === "command") {
      this.#state = byte === SB ? "parameter" : byte >= WILL && byte <= DONT ? "option" : "text";
      if (byte === TELNET_IAC) this.#readText(FF_ALONE);
    } else if (this.#state === "parameter") {
      if (byte === TELNET_IAC) this.#state = "end of parameters";
    } else if (this.#state === "end of parameters") {
      this.#state = byte === SE ? "text" : "parameter";
    } else {
      this.#state = "text";
    }
  }
}

/** Where the text that starts at `start` ends: at the next IAC, or between a CR and a NUL. */
function endOfText(chunk: Uint8Array, start: number): number {
  const iac = indexOfByte(chunk, TELNET_IAC, start);
  const text = chunk.subarray(start, iac < 0 ? chunk.length : iac);
  for (let nul = indexOfByte(text, NUL, 1); nul > 0; nul = indexOfByte(text, NUL, nul + 1)) {
    if (text[nul - 1] === CR) return start + nul;
  }
  return start + text.length;
}
