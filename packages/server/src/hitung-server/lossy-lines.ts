/** How many bytes of lines may wait until they are written. */
const MAX_WAITING = 1024 * 1024;

/** The part of a stream that lines are written with. */
export interface LineOutput {
  /** How many bytes wait. */
  readonly writableLength: number;
  write(text: string, callback?: (error?: NodeJS.ErrnoException | null) => void): unknown;
  on(event: "drain", listener: () => void): unknown;
}

/**
 * Writes lines to a stream that may stop to take them: a pipe that nobody reads, a terminal after Ctrl-S, a full disk.
 * Lines that do not get out are dropped, as they must not fill the memory, and how many is told as soon as the stream
 * takes lines again.
 */
export class LossyLines {
  readonly #stream: LineOutput;
  readonly #tell: (dropped: number) => string;
  #dropped = 0;

  /**
   * @param stream emits its errors to a listener of its owner; they do not end it
   * @param tell returns the line that tells how many were dropped
   */
  constructor(stream: LineOutput, tell: (dropped: number) => string) {
    this.#stream = stream;
    this.#tell = tell;
    stream.on("drain", () => this.#tellDropped());
  }

  write(line: string): void {
    // Once lines were dropped, those before them go first: else each of the next would be dropped or not by chance.
    if (this.#stream.writableLength > (this.#dropped === 0 ? MAX_WAITING : 0)) {
      this.#dropped++;
      return;
    }
    this.#tellDropped();
    this.#put(line, 1);
  }

  #tellDropped(): void {
    const dropped = this.#dropped;
    if (dropped === 0) return;
    this.#dropped = 0;
    this.#put(this.#tell(dropped), dropped);
  }

  /** Writes a text in which so many lines are lost if it cannot be written. */
  #put(text: string, lines: number): void {
    this.#stream.write(text, (error) => {
      if (error) this.#dropped += lines;
    });
  }
}
