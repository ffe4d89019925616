import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { bench, benchJson } from "./command.js";

const REQUEST = `f90100000017${Buffer.from("Handy Arfiano Hastyawan").toString("hex")}`;
const REPLY = Buffer.from("fa01000000080000000000000017", "hex");

describe("against the real server", () => {
  test.each([
    [["--messages", 1000]],
    [["--messages", 1]],
    [["--messages", 1000, "--connections", 3, "--pipeline", 7]],
    [["--messages", 100_000, "--connections", 4, "--pipeline", 1000]],
    [["--messages", 500, "--unit", "graphemes,bytes", "--text-kind", "mixed", "--size", 500]],
    [["--messages", 500, "--unit", "utf16,code-points", "--text-kind", "emoji", "--size", 77]],
    [["--messages", 500, "--size", 0]],
    [["--messages", 20, "--size", 300_000, "--connections", 2, "--pipeline", 5, "--text-kind", "emoji"]],
  ])("%j", async (args) => {
    const { port } = await startServer();
    const { code, stderr, json } = await benchJson(["--port", port, ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(json).toMatchObject({ messages: args[1], wrongAnswers: 0, errors: 0, isInterrupted: false });
  });

  test.each([
    [{}, []],
    [{ language: "en" as const }, ["--lang", "en", "--pipeline", 50]],
    [{ unit: "graphemes" as const }, ["--unit", "graphemes", "--text-kind", "emoji", "--size", 200]],
  ])("in text mode, of a server with %j", async (options, args) => {
    const { port } = await startServer(options);
    const { code, stderr, json } = await benchJson([
      "--port",
      port,
      "--mode",
      "text",
      "--messages",
      2000,
      ...args,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(json).toMatchObject({ messages: 2000, wrongAnswers: 0, errors: 0 });
  });

  test("it counts what the server counted", async () => {
    const server = await startServer();
    let counted = 0;
    server.on("message", () => counted++);
    const { code, json } = await benchJson(["--port", server.port, "--duration", 0.2, "--pipeline", 10]);
    expect(code).toBe(0);
    expect(json.messages).toBeGreaterThan(500);
    expect(json.messages).toBe(counted);
    expect(json.seconds).toBeGreaterThanOrEqual(0.199);
    expect(json.settings).not.toHaveProperty("messages");
  });

  test("the object of --json", async () => {
    const { port } = await startServer();
    const { json } = await benchJson(["--port", port, "--messages", 300, "--size", 40, "--connections", 5]);
    const { latencyMicroseconds: latency, ...rest } = json;
    expect(rest).toEqual({
      settings: {
        host: "127.0.0.1",
        port,
        tls: false,
        mode: "frames",
        units: ["code-points"],
        connections: 5,
        pipeline: 1,
        messages: 300,
        sizeBytes: 40,
        textKind: "ascii",
        timeoutSeconds: 30,
      },
      messages: 300,
      seconds: expect.any(Number),
      messagesPerSecond: expect.closeTo(300 / json.seconds, 6),
      bytesPerSecond: expect.closeTo((300 * 40) / json.seconds, 6),
      wrongAnswers: 0,
      errors: 0,
      isInterrupted: false,
    });
    expect(Object.keys(latency)).toEqual(["p50", "p90", "p99", "p99.9", "max"]);
    const values = Object.values(latency);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(latency.p50).toBeGreaterThan(1);
    expect(latency.max).toBeLessThanOrEqual(json.seconds * 1e6);
  });

  test.each([
    [
      "id",
      "23 byte ascii, 50 koneksi, pipeline 1\npesan            1.200\n",
      /latensi terlama {2}\d+,\d{3} ms\n/,
    ],
    [
      "en",
      "23 bytes ascii, connections: 50, pipeline: 1\nmessages       1,200\n",
      /latency max {4}\d+\.\d{3} ms\n/,
    ],
  ])("the table in the language %s", async (lang, start, line) => {
    const { port } = await startServer();
    const { stdout } = await bench(["--port", port, "--messages", 1200, "--lang", lang]);
    expect(stdout.startsWith(start)).toBe(true);
    expect(stdout).toMatch(line);
    expect(stdout).toMatch(/ 0\n.* 0\n$/);
  });

  test("on a terminal it shows how far it has come, on one line which it leaves empty", async () => {
    const { port } = await startServer();
    const { stderr } = await bench(["--port", port, "--duration", 0.8, "--lang", "en"], { isTTY: true });
    const [start, ...lines] = stderr.split("\r\u001b[K");
    expect({ start, end: lines.pop() }).toEqual({ start: "", end: "" });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^[\d,]+ messages, [\d,]+ messages\/s, \d+\.\d s$/);
  });

  test("through a Unix socket", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
    const path = join(folder, "socket");
    await startServer({ path });
    const { code, json } = await benchJson(["--socket", path, "--messages", 500, "--connections", 3]);
    expect({ code, messages: json.messages }).toEqual({ code: 0, messages: 500 });
    expect(json.settings).toMatchObject({ socket: path });
    expect(json.settings).not.toHaveProperty("port");
    // Its variables are those of hitung; several units add up.
    const env = { HITUNG_SOCKET: path, HITUNG_UNIT: "bytes,graphemes" };
    const fromVariables = await benchJson(["--messages", 1], { env });
    expect(fromVariables.code).toBe(0);
    expect(fromVariables.json.settings).toMatchObject({ socket: path, units: ["graphemes", "bytes"] });
    const options = ["--messages", 1, "-uutf16", "--unit", "bytes,utf16"];
    expect((await benchJson(options, { env })).json.settings.units).toEqual(["utf16", "bytes"]);
    rmSync(folder, { recursive: true });
  });

  test("HITUNG_PORT stands in for --port, and HITUNG_LANG for --lang", async () => {
    const { port } = await startServer();
    const env = { HITUNG_PORT: String(port), HITUNG_LANG: "en" };
    const { code, stdout } = await bench(["--messages", 10], { env });
    expect(code).toBe(0);
    expect(stdout).toContain("wrong answers  0\n");
  });
});

describe("what goes over the wire", () => {
  test.each([
    [[], REQUEST, REPLY],
    [
      ["--mode", "text", "--lang", "en", "--text-kind", "emoji", "--size", 5],
      "f09f9880610a",
      Buffer.from("The message has 2 characters\n"),
    ],
    [
      ["--unit", "bytes,utf16,graphemes", "--size", 4, "--text-kind", "emoji"],
      "f90e00000004f09f9880",
      Buffer.from("fa0e00000018000000000000000100000000000000020000000000000004", "hex"),
    ],
  ])("%j", async (args, request, reply) => {
    let received = "";
    const port = await startFakeServer((socket) => {
      socket.on("data", (chunk) => {
        received += chunk.toString("hex");
        for (let count = chunk.length / (request.length / 2); count > 0; count--) socket.write(reply);
      });
    });
    const { code } = await bench(["--port", port, "--connections", 1, "--messages", 3, ...args]);
    expect({ code, received }).toEqual({ code: 0, received: request.repeat(3) });
  });

  test("as many messages in flight as --pipeline says on each connection, and no more until replies came", async () => {
    const received: number[] = [];
    let onReceived = () => {};
    const port = await startFakeServer((socket) => {
      const index = received.push(0) - 1;
      socket.on("data", (chunk) => {
        received[index] = (received[index] as number) + chunk.length / (REQUEST.length / 2);
        onReceived();
      });
    });
    const interrupt = new AbortController();
    const ended = benchJson(["--port", port, "--connections", 3, "--pipeline", 20, "--duration", 60], {
      interrupt: interrupt.signal,
    });
    while (received.length < 3 || received.some((count) => count < 20)) {
      await new Promise<void>((resolve) => {
        onReceived = resolve;
      });
    }
    interrupt.abort();
    const { code, json } = await ended;
    expect(received).toEqual([20, 20, 20]);
    expect({ code, messages: json.messages }).toEqual({ code: 130, messages: 0 });
  });

  test("replies cut anywhere are all counted", async () => {
    const port = await startFakeServer((socket) => {
      socket.setNoDelay(true);
      let due = Buffer.alloc(0);
      const step = () => {
        socket.write(due.subarray(0, 5));
        due = due.subarray(5);
        if (due.length > 0) setImmediate(step);
      };
      socket.on("data", (chunk) => {
        const isIdle = due.length === 0;
        const replies = Buffer.alloc((chunk.length / (REQUEST.length / 2)) * REPLY.length, REPLY);
        due = Buffer.concat([due, replies]);
        if (isIdle) step();
      });
    });
    const { code, json } = await benchJson([
      "--port",
      port,
      "--connections",
      2,
      "--pipeline",
      40,
      "--messages",
      500,
    ]);
    expect({ code, messages: json.messages }).toEqual({ code: 0, messages: 500 });
  });
});
