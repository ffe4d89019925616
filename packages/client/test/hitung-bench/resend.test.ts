import type { Socket } from "node:net";
import { createServer } from "@hitung/server";
import { expect, test } from "@jest/globals";
import { countFrame, errorFrame } from "../../../../testing/frames.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { bench, benchJson } from "./command.js";

const REQUEST_SIZE = 29;

/** A server that answers so many messages of each connection, and does something with the next. */
function startEnding(answers: number, end: (socket: Socket, connection: number) => void): Promise<number> {
  let connections = 0;
  return startFakeServer((socket) => {
    const connection = ++connections;
    let size = 0;
    let answered = 0;
    socket.on("data", (chunk) => {
      size += chunk.length;
      while (size >= REQUEST_SIZE && answered < answers) {
        size -= REQUEST_SIZE;
        answered++;
        socket.write(countFrame(23));
      }
      if (answered === answers && size >= REQUEST_SIZE) {
        answered++;
        end(socket, connection);
      }
    });
  });
}

test.each([
  ["ERROR 17", (socket: Socket) => socket.end(errorFrame(17, "busy"))],
  ["ERROR 18", (socket: Socket) => socket.end(errorFrame(18, "idle"))],
  ["ERROR 19", (socket: Socket) => socket.end(errorFrame(19, "shutting down"))],
  ["a reset", (socket: Socket) => socket.resetAndDestroy()],
  [
    "the end of the stream in the middle of an answer",
    (socket: Socket) => socket.end(countFrame(23).subarray(0, 9)),
  ],
])("--resend goes on after %s, and counts apart what it sent again", async (_, end) => {
  const port = await startEnding(30, end);
  const args = ["--port", port, "--connections", 2, "--pipeline", 10, "--messages", 200];
  const { code, json, stderr } = await benchJson([...args, "--resend"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(json).toMatchObject({ messages: 200, wrongAnswers: 0, errors: 0 });
  const { resent, reconnections } = json as unknown as { resent: number; reconnections: number };
  expect(reconnections).toBeGreaterThanOrEqual(5);
  expect(resent).toBeGreaterThanOrEqual(reconnections);
  // Without it the first is the end.
  const without = await benchJson(args);
  expect(without.code).toBe(1);
  expect(without.json.messages).toBeLessThan(200);
});

test("--resend shows both numbers, and waits for a server that is replaced", async () => {
  let first = createServer({ port: 0 });
  const { port } = await first.listen();
  let restarts = 0;
  const restart = async () => {
    await first.close();
    first = createServer({ port });
    await first.listen();
    restarts++;
    if (restarts < 3) first.once("message", restart);
  };
  first.once("message", restart);
  const args = ["--port", port, "--connections", 5, "--messages", 20_000, "--resend", "--lang", "en"];
  const { code, stdout, stderr } = await bench(args);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^messages +20,000$/m);
  expect(stdout).toMatch(/^messages sent again +\d+$/m);
  expect(stdout).toMatch(/^connections made anew +\d+$/m);
  expect(restarts).toBe(3);
  await first.close();
});

test("--resend ends where the server was never there, and where it does not come back in time", async () => {
  const nobody = await benchJson(["--port", await freePort(), "--resend"]);
  expect([nobody.code, nobody.json.failure?.code]).toEqual([1, "ECONNREFUSED"]);
  const server = createServer({ port: 0 });
  const { port } = await server.listen();
  server.once("message", () => void server.close());
  const args = ["--port", port, "--messages", 1_000_000, "--connections", 1, "--resend", "--timeout", "0.3"];
  const gone = await benchJson(args);
  expect([gone.code, gone.json.failure?.code]).toEqual([1, "ECONNREFUSED"]);
});

test("--resend, in text mode: a line that says the server is full is no answer", async () => {
  let connections = 0;
  const port = await startFakeServer((socket) => {
    const isBusy = ++connections % 2 === 1;
    socket.on("data", (chunk) => {
      if (isBusy) socket.end("Galat: server sedang penuh, coba lagi nanti\n");
      else
        for (let i = 0; i < chunk.length / 24; i++)
          socket.write("Jumlah karakter dalam kalimat tersebut ada: 23\n");
    });
  });
  const args = ["--port", port, "--mode", "text", "--connections", 1, "--messages", 50, "--resend"];
  const { code, json } = await benchJson(args);
  expect(code).toBe(0);
  expect(json).toMatchObject({ messages: 50, wrongAnswers: 0, reconnections: 1, resent: 1 });
});

test("--rate sends on while nothing is answered, and counts the wait from when each message should have left", async () => {
  // Nothing is answered until a hundred have come; a closed loop would wait for ever.
  let size = 0;
  const port = await startFakeServer((socket) => {
    socket.on("data", (chunk) => {
      const before = Math.floor(size / REQUEST_SIZE);
      size += chunk.length;
      const now = Math.floor(size / REQUEST_SIZE);
      if (now < 100) return;
      for (let i = before < 100 ? 0 : before; i < now; i++) socket.write(countFrame(23));
    });
  });
  const args = ["--port", port, "--connections", 1, "--messages", 150, "--rate", 1000];
  const { code, json } = await benchJson(args);
  expect(code).toBe(0);
  expect(json).toMatchObject({ messages: 150, errors: 0, settings: { ratePerSecond: 1000, messages: 150 } });
  expect(json.settings).not.toHaveProperty("pipeline");
  // The first one waited for the 99 that came a millisecond apart.
  expect(json.latencyMicroseconds.max).toBeGreaterThan(98_900);
  expect(json.seconds).toBeGreaterThan(0.148);
});

test("--rate for a duration, over several connections, and a settings line that tells it", async () => {
  const { port } = await startServer();
  const args = ["--port", port, "--connections", 7, "--duration", 0.3, "--rate", 2000, "--lang", "en"];
  const { code, stdout } = await bench(args);
  expect(code).toBe(0);
  expect(stdout.split("\n")[0]).toBe("23 bytes ascii, connections: 7, asked for 2,000 messages/s");
  // All that are due in that time leave, however slow the machine is.
  expect(stdout).toMatch(/^messages +600$/m);
});

test("--rate with --resend: what was due while there was no connection is sent then", async () => {
  const port = await startEnding(20, (socket) => socket.end(errorFrame(19, "shutting down")));
  const args = ["--port", port, "--connections", 2, "--messages", 300, "--rate", 3000, "--resend"];
  const { code, json } = await benchJson(args);
  expect(code).toBe(0);
  expect(json).toMatchObject({ messages: 300, wrongAnswers: 0, errors: 0 });
});

test("--csv prints settings and result as two lines", async () => {
  const { port } = await startServer();
  const args = ["--port", port, "--messages", 500, "--unit", "bytes,utf16", "--resend", "--csv"];
  const { code, stdout } = await bench(args);
  expect(code).toBe(0);
  const [names = "", values = "", end] = stdout.split("\r\n");
  expect(end).toBe("");
  const cells = Object.fromEntries(names.split(",").map((name, i) => [name, values.split(",")[i]]));
  expect(values.split(",")).toHaveLength(names.split(",").length);
  expect(cells).toMatchObject({
    host: "127.0.0.1",
    port: String(port),
    units: "utf16+bytes",
    messages: "500",
    resent: "0",
  });
  expect(Number(cells["latencyMicroseconds.p99"])).toBeGreaterThan(0);
});

test("--host of several spreads the connections over them", async () => {
  const { port } = await startServer({ host: "127.0.0.1" });
  const other = await startServer({ host: "127.0.0.2", port });
  const args = ["--host", "127.0.0.1,127.0.0.2", "--port", port, "--connections", 10, "--messages", 1000];
  const { code, json } = await benchJson(args);
  expect(code).toBe(0);
  expect(json.settings.host).toBe("127.0.0.1,127.0.0.2");
  expect(other.statistics.accepted).toBe(5);
});

test.each([
  [["--rate", "0"], "rate"],
  [["--rate", "10", "--pipeline", "2"], "pipeline"],
  [["--json", "--csv"], "json"],
])("%j is wrong usage", async (args, told) => {
  const { code, stderr } = await bench(args);
  expect(code).toBe(2);
  expect(stderr).toContain(told);
});
