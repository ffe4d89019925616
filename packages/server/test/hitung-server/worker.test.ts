import { EventEmitter, once } from "node:events";
import { Writable } from "node:stream";
import { expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { Peer } from "../../../../testing/peer.js";
import { sentence } from "../../../../testing/sentences.js";
import { until } from "../../../../testing/until.js";
import { parse } from "../../src/hitung-server/command-line.js";
import type { FromWorker, ToWorker } from "../../src/hitung-server/workers/messages.js";
import { type Channel, work } from "../../src/hitung-server/workers/worker.js";
import { bind } from "../../src/sockets/bind.js";

/** A worker in this process, and the test in place of its primary. */
class Worker extends EventEmitter implements Channel {
  readonly said: FromWorker[] = [];
  log = "";
  readonly ended: Promise<void>;

  constructor(fd: number, ...args: string[]) {
    super();
    const stdout = new Writable({
      write: (chunk, _encoding, done) => {
        this.log += chunk;
        done();
      },
    });
    this.ended = work(this, stdout, fd);
    this.tell({
      kind: "start",
      options: parse(["--workers", "2", ...args]).readOptions(),
      tls: undefined,
      maxConnections: 10,
      spare: 0,
    });
    whenTestEnds(async () => {
      this.emit("disconnect");
      await this.ended;
    });
  }

  send(message: FromWorker): void {
    this.said.push(message);
    this.emit("said");
  }

  tell(message: ToWorker): void {
    this.emit("message", message);
  }

  /** Waits for a message of this kind, and takes it. */
  async hear<Kind extends FromWorker["kind"]>(kind: Kind): Promise<Extract<FromWorker, { kind: Kind }>> {
    for (;;) {
      const at = this.said.findIndex((message) => message.kind === kind);
      if (at >= 0) return this.said.splice(at, 1)[0] as Extract<FromWorker, { kind: Kind }>;
      await once(this, "said");
    }
  }
}

// Their descriptors belong to the servers that listen on them.
const sockets: object[] = [];

async function startWorker(...args: string[]): Promise<{ worker: Worker; port: number }> {
  const socket = await bind({ host: "127.0.0.1", port: 0 });
  sockets.push(socket);
  const worker = new Worker(socket.fd, ...args);
  await worker.hear("listening");
  return { worker, port: socket.address.port };
}

test("asks for each client, serves or refuses it, gives back, and tells what it has done", async () => {
  const { worker, port } = await startWorker("--log-messages");
  const first = await Peer.connect(port);
  first.send("halo\n");
  await worker.hear("ask");
  expect(first.received).toHaveLength(0);
  worker.tell({ kind: "granted", slots: 1 });
  expect(String(await first.read(46))).toBe(sentence(4, "\n"));
  expect(worker.log).toContain('"event":"message"');
  worker.tell({ kind: "measure" });
  const { snapshot } = await worker.hear("measured");
  expect(snapshot).toMatchObject({ open: 1, accepted: 1, bytesRead: 5, refused: 0 });
  expect(snapshot.text.counted[1]).toBe(1);
  expect(snapshot.residentBytes).toBeGreaterThan(1_000_000);

  const second = await Peer.connect(port);
  second.send("x\n");
  await worker.hear("ask");
  worker.tell({ kind: "granted", slots: 0 });
  expect(String(await second.rest())).toContain("sedang penuh");
  expect(worker.log).toContain('"maxConnections":10');

  await first.close();
  expect(await worker.hear("give")).toEqual({ kind: "give", slots: 1 });
  worker.tell({ kind: "spare", slots: 1 });
  worker.tell({ kind: "close" });
  await worker.ended;
  // Its last word holds all.
  const last = worker.said.filter(({ kind }) => kind === "measured").at(-1);
  expect(last).toMatchObject({ snapshot: { open: 0, accepted: 1, refused: 1 } });
});

test("tells why it cannot listen, and ends when its primary is gone", async () => {
  const worker = new Worker(999_999);
  expect(await worker.hear("failed")).toMatchObject({ code: expect.stringMatching(/^E/) });
  worker.emit("disconnect");
  await worker.ended;
});

test("whose primary is gone refuses who waits, and drains", async () => {
  const { worker, port } = await startWorker("--lang", "en");
  const served = await Peer.connect(port);
  await worker.hear("ask");
  worker.tell({ kind: "granted", slots: 1 });
  served.send("halo");
  const waiting = await Peer.connect(port);
  waiting.send("x\n");
  await worker.hear("ask");
  await until(() => served.socket.bytesWritten === 4);
  worker.emit("disconnect");
  expect(String(await served.rest())).toBe("The message has 4 characters");
  await waiting.closed;
  await worker.ended;
});

test("a worker that is never told to start ends with its primary", async () => {
  const channel = Object.assign(new EventEmitter(), { send() {} });
  const ended = work(channel, new Writable());
  channel.emit("disconnect");
  await ended;
});

test("what it is told right after its start is not lost", async () => {
  const socket = await bind({ host: "127.0.0.1", port: 0 });
  sockets.push(socket);
  const worker = new Worker(socket.fd);
  await null;
  worker.tell({ kind: "close" });
  await worker.ended;
  expect(worker.said.at(-1)).toMatchObject({ kind: "measured", snapshot: { open: 0 } });
});

test("whose primary is killed while it ends still serves those whom it has", async () => {
  const { worker, port } = await startWorker("--lang", "en");
  const served = await Peer.connect(port);
  await worker.hear("ask");
  worker.tell({ kind: "granted", slots: 1 });
  served.send("halo");
  await until(() => served.socket.bytesWritten === 4);
  worker.tell({ kind: "close" });
  worker.emit("disconnect");
  expect(String(await served.rest())).toBe("The message has 4 characters");
  await worker.ended;
});
