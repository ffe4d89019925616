import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { count } from "@hitung/protocol";
import { raceInTurn, resultOf } from "../../../scripts/shared/benchmarks.js";
import { compileLoad } from "../../../scripts/shared/load.js";
import { statusKb } from "../../../scripts/shared/process-status.js";
import { BIN, startServer } from "./hitung.js";

const LINE = "Paromnya “Merpati” — паром, 渡轮, 나룻배, नाव, เรือ, שיט, عبّارة; café ⛴️ 👩🏽‍✈️ 🇮🇩!\n";

/** The load generator repeats a sample of at most 1 MiB. */
const SAMPLE = Buffer.from(LINE.repeat(Math.floor((1 << 20) / Buffer.byteLength(LINE))));

/** `wc` is so slow that a part of the file tells as much. */
const WC_PART = 0.1;

/** How often, in milliseconds, the memory of the client is looked at. */
const LOOK_MS = 20;

const WIDE_LOCALE = { ...process.env, LC_ALL: "C.UTF-8" };

/** A large file of mixed text, beside `wc -m`, and beside what a generator in C gets out of the same server from memory. */
export async function benchFiles({ fileRounds, fileSize }) {
  const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
  const samples = Math.max(1, Math.floor(fileSize / SAMPLE.length));
  const file = write(join(folder, "file"), samples);
  const part = write(join(folder, "part"), Math.max(1, Math.floor(samples * WC_PART)));
  const server = await startServer();
  const load = compileLoad();
  const characters = count(SAMPLE.toString()) * samples;
  const header = `f901${SAMPLE.length.toString(16).padStart(8, "0")}`;
  const reply = `fa0100000008${count(SAMPLE.toString()).toString(16).padStart(16, "0")}`;
  const memory = [];
  const missing = new Set([
    ...(spawnSync("wc", ["--version"]).error ? ["wc -m"] : []),
    ...(load === undefined ? ["generator in C, from memory"] : []),
  ]);
  try {
    const ways = [
      {
        name: "hitung --file",
        async run() {
          const [seconds, peak] = await timeFile(server.port, file.path, characters);
          memory.push(peak);
          return file.size / seconds;
        },
      },
      { name: "wc -m", run: async () => part.size / timeWc(part) },
      {
        name: "generator in C, from memory",
        async run() {
          const size = samples * SAMPLE.length;
          const header = `f901${size.toString(16).padStart(8, "0")}`;
          const reply = `fa0100000008${characters.toString(16).padStart(16, "0")}`;
          const [seconds] = await load([server.port, "stream", size, header, reply], SAMPLE);
          return size / seconds;
        },
      },
    ].filter(({ name }) => !missing.has(name));
    if (load !== undefined) await load([server.port, "stream", SAMPLE.length, header, reply], SAMPLE);
    const speeds = await raceInTurn(ways, fileRounds, async ({ run }) => [(await run()) / 1e6]);
    const size = Number((file.size / 1e9).toPrecision(2));
    return [
      resultOf(
        `a file of ${size} GB, mixed`,
        "MB/s",
        new Map([...speeds].map(([name, [speed]]) => [name, speed])),
      ),
      resultOf(
        "memory of the client of a file, at its peak",
        "MiB",
        new Map([["hitung --file", Math.max(...memory)]]),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await server.stop();
  }
}

function write(path, samples) {
  const file = openSync(path, "w");
  for (let i = 0; i < samples; i++) writeSync(file, SAMPLE);
  closeSync(file);
  return { path, size: samples * SAMPLE.length, samples };
}

/** The seconds that it took, from start to exit, and the most memory that it had, in MiB. */
async function timeFile(port, path, characters) {
  const begin = performance.now();
  const child = spawn(process.execPath, [BIN, "--port", String(port), "--quiet", "--file", path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = text(child.stdout);
  const closed = once(child, "close");
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, statusKb(child.pid, "VmHWM") || 0);
    await Promise.race([closed, sleep(LOOK_MS)]);
  }
  await closed;
  const seconds = (performance.now() - begin) / 1000;
  const answer = await output;
  if (!answer.startsWith(String(characters))) throw new Error(`hitung --file: ${answer}, not ${characters}`);
  return [seconds, peak / 1024];
}

function timeWc({ path, samples }) {
  const begin = performance.now();
  const { stdout } = spawnSync("wc", ["-m", path], { env: WIDE_LOCALE });
  const seconds = (performance.now() - begin) / 1000;
  const expected = count(SAMPLE.toString()) * samples;
  if (Number.parseInt(String(stdout), 10) !== expected) throw new Error(`wc -m: ${stdout}, not ${expected}`);
  return seconds;
}
