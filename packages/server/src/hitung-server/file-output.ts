import { writeSync } from "node:fs";
import type { LogStream } from "./log.js";

/**
 * Output that goes to a file. Where the disk becomes full in the middle of a text, the kernel takes a part of it and says
 * nothing of the rest, and so does Node: here it is an error, and what is written next begins on a line of its own.
 */
export class FileOutput implements LogStream {
  /** Nothing waits: a file takes what it takes at once. */
  readonly writableLength = 0;
  readonly #descriptor: number;
  #isCut = false;

  /** @param descriptor of the file */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  write(text: string, callback: (error?: NodeJS.ErrnoException | null) => void = () => {}): void {
    const bytes = Buffer.from(this.#isCut ? `\n${text}` : text);
    let at = 0;
    let error: NodeJS.ErrnoException | undefined;
    try {
      while (at < bytes.length) at += writeSync(this.#descriptor, bytes, at);
    } catch (thrown) {
      error = thrown as NodeJS.ErrnoException;
    }
    if (at > 0) this.#isCut = bytes[at - 1] !== LF;
    // Later, as streams do.
    process.nextTick(callback, error);
  }

  on(): void {}
}

const LF = 0x0a;
