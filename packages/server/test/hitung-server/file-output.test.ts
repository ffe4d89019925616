import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { FileOutput } from "../../src/hitung-server/file-output.js";

/** Writes a text, and gives the code of the error, if there is one. */
function write(output: FileOutput, text: string): Promise<string | undefined> {
  return new Promise((resolve) => output.write(text, (error) => resolve(error?.code)));
}

test("each text goes to the file at once, and what was cut gets a line of its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hitung-file-output-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "log");
  const descriptor = openSync(file, "a");
  const output = new FileOutput(descriptor);
  expect(output.writableLength).toBe(0);
  output.on();
  output.write("one\n");
  expect(await write(output, "a torn li")).toBeUndefined();
  expect(await write(output, "two\n")).toBeUndefined();
  closeSync(descriptor);
  expect(readFileSync(file, "utf8")).toBe("one\na torn li\ntwo\n");
});

test("what the file does not take is told", async () => {
  const descriptor = openSync("/dev/full", "w");
  const output = new FileOutput(descriptor);
  expect(await write(output, "x\n")).toBe("ENOSPC");
  closeSync(descriptor);
  expect(await write(output, "x\n")).toBe("EBADF");
});
