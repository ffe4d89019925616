import { createHash } from "node:crypto";
import { expect } from "@jest/globals";
import { countFrame, frame } from "../../../../testing/frames.js";
import { Process, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { startServer } from "../servers.js";

const SIZES = Array.from({ length: 20_000 }, (_, i) => i % 300);

/** What `sha256sum` prints of its input. */
function sumOf(bytes: Buffer): string {
  return `${createHash("sha256").update(bytes).digest("hex")}  -\n`;
}

testWith("nc", "clients that half-close after many messages get every answer, in both modes", async () => {
  const { port } = (await startServer()).address;
  const text: [string, string] = [
    SIZES.map((size) => `${"x".repeat(size)}\n`).join(""),
    sumOf(Buffer.from(SIZES.map((size) => sentence(size, "\n")).join(""))),
  ];
  const frames: [Buffer, string] = [
    Buffer.concat(SIZES.map((size) => frame(0xf9, 1, "x".repeat(size)))),
    sumOf(Buffer.concat(SIZES.map(countFrame))),
  ];
  await Promise.all(
    [text, frames, text, frames].map(async ([requests, sum]) => {
      const nc = new Process("bash", ["-c", `nc -N 127.0.0.1 ${port} | sha256sum`]);
      expect((await nc.finish(requests)).stdout).toBe(sum);
    }),
  );
});
