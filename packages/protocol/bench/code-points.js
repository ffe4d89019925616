import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Counter } from "../dist/index.js";
import { race } from "./harness.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** `wc` is timed as a process, so it gets enough that its start does not matter. */
const WC_SIZE = 48 * 1024 * 1024;
const WC_ROUNDS = 3;

/** Code points in chunks of 64 KiB with validation, against JavaScript with and without, and against `wc -m`. */
export function benchCodePoints(texts, effort) {
  return texts
    .filter(({ name }) => name === "ASCII" || name === "mixed")
    .map(({ name, text, bytes }) => {
      const expected = [...text].length;
      const amount = bytes.length;
      const counter = new Counter(["codePoints"]);
      const hitung = () => {
        counter.write(bytes);
        return counter.end().codePoints;
      };
      const speeds = race(
        [
          { name: "hitung", amount, expected, run: hitung },
          { name: "JS byte loop, no validation", amount, expected, run: () => byteLoop(bytes) },
          { name: "TextDecoder, then a loop", amount, expected, run: () => decodeAndLoop(bytes) },
        ],
        effort,
      );
      const wc = wcSpeed(bytes, expected);
      if (wc !== undefined) speeds.set("wc -m", wc);
      return { what: `code points, ${name}`, unit: "MB/s", speeds };
    });
}

function byteLoop(bytes) {
  let codePoints = 0;
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] & 0xc0) !== 0x80) codePoints++;
  return codePoints;
}

function decodeAndLoop(bytes) {
  const text = decoder.decode(bytes);
  let codePoints = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) codePoints++;
  return codePoints;
}

/** Undefined if there is no `wc` that knows UTF-8. */
function wcSpeed(bytes, expected) {
  const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
  try {
    const file = join(folder, "text");
    const times = Math.ceil(WC_SIZE / bytes.length);
    writeFileSync(file, Buffer.concat(new Array(times).fill(bytes)));
    let best = 0;
    for (let round = 0; round < WC_ROUNDS; round++) {
      const start = performance.now();
      const { stdout, error } = spawnSync("wc", ["-m", file], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
      const elapsed = performance.now() - start;
      if (error || Number.parseInt(stdout.toString(), 10) !== expected * times) return undefined;
      best = Math.max(best, (bytes.length * times * 1000) / elapsed);
    }
    return best;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
