import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { pathOf } from "../command-line/argument-bytes.js";

/** More bytes than a drawing has. */
const ROOM = 32 * 1024;

/**
 * Where a drawing is to be written after a long run. The place is made sure of before: a file beside the last one takes
 * the room that is needed, and takes its place when the drawing is there. So nothing is lost if there is none.
 */
export class PlotFile {
  readonly #path: string | Buffer;
  readonly #draft: string | Buffer | undefined;

  private constructor(path: string | Buffer, draft: string | Buffer | undefined) {
    this.#path = path;
    this.#draft = draft;
  }

  /** @throws an error of the system if it cannot be written, such as EISDIR, EACCES or ENOSPC */
  static async reserve(name: string): Promise<PlotFile> {
    const path = pathOf(name);
    const before = await stat(path).catch(() => undefined);
    // A device or a pipe is written as it is.
    const isReplaced = before === undefined || before.isFile();
    const file = new PlotFile(path, isReplaced ? pathOf(`${name}.part`) : undefined);
    // Opening tells of a folder, and of a file that may not be changed.
    if (before !== undefined) await (await open(path, "r+")).close();
    if (file.#draft === undefined) return file;
    try {
      await writeFile(file.#draft, Buffer.alloc(ROOM));
    } catch (error) {
      await file.discard();
      throw error;
    }
    return file;
  }

  /** @throws an error of the system if it cannot be written */
  async write(drawing: string): Promise<void> {
    await writeFile(this.#draft ?? this.#path, drawing);
    if (this.#draft !== undefined) await rename(this.#draft, this.#path);
  }

  /** Leaves everything as it was, unless the drawing was written. */
  async discard(): Promise<void> {
    if (this.#draft !== undefined) await rm(this.#draft, { force: true });
  }
}
