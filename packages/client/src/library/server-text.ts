import { ErrorCode, LANGUAGES, printable, SENTENCES } from "@hitung/protocol";

/** The longest part of a server's text that is kept, in bytes. */
const MAX_TEXT = 200;

/** What a server of ours says in text, as it does not know the mode before the first byte, and what it means. */
const LINES: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) => [
    [`${SENTENCES[language].busy}\n`, ErrorCode.SERVER_BUSY],
    [`${SENTENCES[language].idle}\n`, ErrorCode.IDLE],
  ]),
);

/** The code of the error that a line of a server of ours means, its line end included; undefined if it means none. */
export function errorCodeOf(line: string): number | undefined {
  return LINES.get(line);
}

/** What a server says in text where a frame is due. */
export class ServerText {
  #text = Buffer.alloc(0);

  /** Whether nothing came. */
  get isEmpty(): boolean {
    return this.#text.length === 0;
  }

  /** The first line, or its beginning, with escapes for what would do something to a terminal. */
  get firstLine(): string {
    const [line = ""] = this.#text.toString().split(/\r?\n/, 1);
    return printable(line);
  }

  /** The code of the error that it means, or undefined if it means none, or not yet. */
  get errorCode(): number | undefined {
    return errorCodeOf(this.#text.toString());
  }

  /** Whether what comes next may make it one of our lines. */
  get isBegun(): boolean {
    const text = this.#text.toString();
    return [...LINES.keys()].some((line) => line.startsWith(text));
  }

  add(chunk: Uint8Array): void {
    this.#text = Buffer.concat([this.#text, chunk.subarray(0, MAX_TEXT)]).subarray(0, MAX_TEXT);
  }
}
