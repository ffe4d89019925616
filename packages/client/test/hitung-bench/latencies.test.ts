import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { InFlight } from "../../src/hitung-bench/in-flight.js";
import { Latencies } from "../../src/hitung-bench/latencies.js";
import { drawLatencies } from "../../src/hitung-bench/plot.js";
import { startServer } from "../server.js";
import { bench, benchJson } from "./command.js";

/** Reads an SVG as any XML parser does, and prints what tests look at. */
const PYTHON_READER = `
import json, sys, xml.etree.ElementTree as ET
root = ET.fromstring(sys.stdin.buffer.read())
svg = "{http://www.w3.org/2000/svg}"
assert root.tag == svg + "svg", root.tag
print(json.dumps({
  "texts": [text.text for text in root.iter(svg + "text")],
  "curve": [path.get("d") for path in root.iter(svg + "path")],
  "points": [[float(c.get("cx")), float(c.get("cy"))] for c in root.iter(svg + "circle")],
}))
`;

interface Drawing {
  readonly texts: string[];
  readonly curve: string[];
  readonly points: [number, number][];
}

function read(svg: string): Drawing {
  return JSON.parse(execFileSync("python3", ["-c", PYTHON_READER], { input: svg }).toString()) as Drawing;
}

describe("latencies", () => {
  test("percentiles of a known distribution, in microseconds, with three digits", () => {
    const latencies = new Latencies();
    for (let milliseconds = 1; milliseconds <= 1000; milliseconds++) latencies.record(milliseconds, 10);
    expect(latencies.count).toBe(10_000);
    for (const [percentile, milliseconds] of [
      [50, 500],
      [90, 900],
      [99, 990],
      [99.9, 999],
      [100, 1000],
    ] as const) {
      const error = Math.abs(latencies.atPercentile(percentile) / 1000 / milliseconds - 1);
      expect(error).toBeLessThan(0.001);
    }
  });

  test("zero, and longer than an hour", () => {
    const latencies = new Latencies();
    latencies.record(0, 1);
    latencies.record(1e12, 1);
    expect(latencies.atPercentile(50)).toBeLessThan(0.01);
    expect(latencies.atPercentile(100) / 3.6e9).toBeCloseTo(1, 2);
  });

  test("batches in flight are answered in order, in parts and together, however many there are", () => {
    const inFlight = new InFlight();
    const waiting: number[] = [];
    const came: number[] = [];
    const expected: number[] = [];
    const recorder = {
      record: (milliseconds: number, count: number) => {
        for (let i = 0; i < count; i++) came.push(milliseconds);
      },
    };
    let now = 0;
    for (let step = 0; step < 2000; step++) {
      now += 3;
      const sent = 1 + ((step * 7) % 5);
      inFlight.sent(sent, now);
      for (let i = 0; i < sent; i++) waiting.push(now);
      // At first less is answered than is sent, so that the ring grows; then all of it catches up.
      const answered = Math.min(waiting.length, step < 1000 ? step % 3 : (step * 11) % 17);
      now += 1;
      inFlight.answered(answered, now, recorder);
      expected.push(...waiting.splice(0, answered).map((sentAt) => now - sentAt));
      expect(inFlight.messages).toBe(waiting.length);
    }
    expect(came).toEqual(expected);
  });

  test("of a server that takes its time", async () => {
    const port = await startFakeServer((socket) => {
      const reply = Buffer.from("fa01000000080000000000000017", "hex");
      socket.on("data", () => setTimeout(() => socket.write(reply), 60));
    });
    const { json } = await benchJson(["--port", port, "--connections", 2, "--messages", 6]);
    expect(json.latencyMicroseconds.p50).toBeGreaterThan(59_000);
    expect(json.latencyMicroseconds.max).toBeLessThanOrEqual(json.seconds * 1e6);
  });
});

describe("--plot", () => {
  testWith(
    "python3",
    "the curve rises from the fastest to the slowest, and has its percentiles marked",
    async () => {
      const latencies = new Latencies();
      for (let milliseconds = 1; milliseconds <= 1000; milliseconds++)
        latencies.record(milliseconds / 100, 10);
      const { texts, curve, points } = read(drawLatencies(latencies, "23 byte ascii", "id"));
      expect(texts.slice(0, 3)).toEqual([
        "Latensi menurut persentil",
        "23 byte ascii",
        "p50 5 ms \u00b7 p90 9 ms \u00b7 p99 9,9 ms \u00b7 p99.9 9,99 ms \u00b7 terlama 10 ms",
      ]);
      expect(texts).toEqual(expect.arrayContaining(["0", "90", "99", "99,9", "99,99"]));

      // 10,000 replies are four decades between x = 72 and 768; y goes from 424 (0 ms) up to 96 (10 ms).
      const decade = (768 - 72) / 4;
      const at = (nines: number, milliseconds: number) => [72 + decade * nines, 424 - 32.8 * milliseconds];
      for (const [index, [x, y]] of [
        at(Math.log10(2), 5),
        at(1, 9),
        at(2, 9.9),
        at(3, 9.99),
        at(4, 10),
      ].entries() as Iterable<[number, [number, number]]>) {
        expect(points[index]?.[0]).toBeCloseTo(x, 0);
        expect(Math.abs((points[index]?.[1] as number) - y)).toBeLessThan(0.5);
      }
      expect(points).toHaveLength(5);

      const steps = (curve[0] as string)
        .slice(1)
        .split("L")
        .map((point) => point.split(",").map(Number));
      expect(steps).toHaveLength(201);
      for (const [index, [x, y]] of (steps as [number, number][]).entries()) {
        expect(x).toBeGreaterThanOrEqual(steps[index - 1]?.[0] ?? 72);
        expect(y).toBeLessThanOrEqual(steps[index - 1]?.[1] ?? 424);
      }
    },
  );

  testWith("python3", "of one reply", async () => {
    const latencies = new Latencies();
    latencies.record(2, 1);
    const { points, curve } = read(drawLatencies(latencies, "", "en"));
    expect(points.every(([x, y]) => x <= 768 && y >= 96)).toBe(true);
    expect(curve[0]).not.toMatch(/NaN|Infinity/);
  });

  testWith("python3", "is written into the file, for both colour schemes", async () => {
    const { port } = await startServer();
    const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
    const file = join(folder, "latency.svg");
    const { code } = await bench(["--port", port, "--messages", 2000, "--plot", file, "--lang", "en"]);
    const svg = readFileSync(file, "utf8");
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(svg).toContain("@media (prefers-color-scheme: dark)");
    const { texts, points } = read(svg);
    expect(texts).toContain("23 bytes ascii, connections: 50, pipeline: 1");
    expect(points).toHaveLength(5);
  });
});
