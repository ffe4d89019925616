import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { frame } from "../../testing/frames.js";
import { Peer } from "../../testing/peer.js";
import { Process, startProgram, startServerProcess } from "../../testing/processes.js";
import { LibraryLoad, ShortLoad } from "./load.js";

/** A worker that has listened for so long, in milliseconds, is replaced without a pause. */
const STABLE_MS = 1000;

/** The workers of a server, as its log tells them. */
class Workers {
  readonly alive = new Map<number, number>();
  readonly events: string[] = [];
  readonly #size: number;
  #onEvent = () => {};

  /** @param size how many there should be */
  constructor(server: Process, size: number) {
    this.#size = size;
    createInterface(server.child.stdout).on("line", (line) => {
      const { event, worker } = JSON.parse(line);
      this.events.push(event);
      if (event === "worker_listening") this.alive.set(worker, performance.now());
      if (event === "worker_died") this.alive.delete(worker);
      // The old ones have ended.
      if (event === "rolled")
        for (const pid of [...this.alive.keys()].slice(0, -this.#size)) this.alive.delete(pid);
      this.#onEvent();
    });
  }

  count(event: string): number {
    return this.events.filter((each) => each === event).length;
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#onEvent = resolve;
      });
    }
  }

  /** Kills one that is old enough, any of them. */
  async killOne(): Promise<void> {
    for (;;) {
      const old = [...this.alive].filter(([, since]) => performance.now() - since > STABLE_MS);
      const [pid] = old[Math.floor(Math.random() * old.length)] ?? [];
      if (pid !== undefined) {
        this.alive.delete(pid);
        process.kill(pid, "SIGKILL");
        return;
      }
      await sleep(50);
    }
  }
}

/** The sum of counters of `/metrics`, by name. */
async function counters(port: number): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sums = new Map<string, number>();
  for (const [, name = "", value] of text.matchAll(
    /^(hitung_\w+_total|hitung_\w+_count)(?:\{.*\})? (\S+)$/gm,
  ))
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  return sums;
}

function expectNoFall(before: Map<string, number>, now: Map<string, number>): void {
  const fallen = [...before].filter(([name, value]) => (now.get(name) ?? 0) < value);
  expect(fallen).toEqual([]);
}

test("workers are killed 20 times and replaced 5 times under load: the library loses nothing, nothing hangs", async () => {
  const server = await startServerProcess("--workers", "3", "--metrics-port", "0");
  const { port, metricsPort } = server;
  const workers = new Workers(server, 3);
  // Those that it started with were told before.
  server.child.kill("SIGUSR2");
  await workers.until(() => workers.count("rolled") === 1);

  const library = new LibraryLoad({ port }, 12);
  const short = new ShortLoad(port, 6);
  const bench = startProgram(
    "hitung-bench",
    ...["--port", port, "--connections", 8, "--pipeline", 8, "--duration", 86_400],
    ...["--resend", "--json"],
  );
  await short.more(50);
  // SIGUSR2 five times: nobody is refused, and no answer is missing, also without a second try.
  const before = { ...short.ends };
  for (let round = 2; round <= 6; round++) {
    server.child.kill("SIGUSR2");
    await workers.until(() => workers.count("rolled") === round);
    await short.more(50);
  }
  expect({ ...short.ends, right: 0 }).toEqual({ ...before, right: 0 });
  expect(short.ends.right).toBeGreaterThan(before.right + 200);

  let last = await counters(metricsPort);
  for (let kill = 0; kill < 20; kill++) {
    await workers.killOne();
    const now = await counters(metricsPort);
    // What the dead had counted is not lost, so that no counter falls.
    expectNoFall(last, now);
    last = now;
  }
  const listening = 3 * 7 - 3 + 20;
  await workers.until(() => workers.count("worker_listening") >= listening);
  await short.more(50);
  const ends = await short.stop();
  expect(ends).toMatchObject({ wrong: 0, refused: 0, hung: 0 });
  const tally = await library.stop();
  expect(tally).toMatchObject({ wrong: 0, failed: [] });
  expect(tally.right).toBeGreaterThan(1000);
  bench.child.kill("SIGINT");
  const { stdout } = await bench.finish();
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ wrongAnswers: 0, errors: 0, isInterrupted: true });
  expect(result.reconnections).toBeGreaterThan(0);
  process.stdout.write(
    `library ${tally.right} right, longest ${tally.longest.toFixed(0)} ms; short ${JSON.stringify(ends)}; ` +
      `bench ${result.messages} right, ${result.resent} sent again\n`,
  );
});

/** A server as Node's cluster makes it unless told otherwise: the primary accepts, and hands clients on. */
const ROUND_ROBIN = fileURLToPath(new URL("children/round-robin.js", import.meta.url));

test("the same load finds what is lost where Node's cluster hands clients on", async () => {
  const server = new Process(process.execPath, [ROUND_ROBIN, "3"]);
  let workers: number[] = [];
  let port = 0;
  let onLine = () => {};
  createInterface(server.child.stdout).on("line", (line) => {
    ({ port, workers } = JSON.parse(line));
    onLine();
  });
  const next = () =>
    new Promise<void>((resolve) => {
      onLine = resolve;
    });
  while (workers.length < 3) await next();
  const short = new ShortLoad(port, 20);
  await short.more(100);
  for (let kill = 0; kill < 20; kill++) {
    process.kill(workers[0] as number, "SIGKILL");
    // It is told that one is gone, and that the next is there.
    await next();
    while (workers.length < 3) await next();
  }
  expect((await short.stop()).hung).toBeGreaterThan(0);
});

test("a scrape of a server with a worker that is stopped answers within 2 s, and no counter falls", async () => {
  const server = await startServerProcess("--workers", "2", "--metrics-port", "0");
  const library = new LibraryLoad({ port: server.port, tries: 1000 }, 8);
  const workers = new Workers(server, 2);
  server.child.kill("SIGUSR2");
  await workers.until(() => workers.count("rolled") === 1);
  let last = await counters(server.metricsPort);
  const [stopped] = [...workers.alive.keys()].slice(-1) as [number];
  process.kill(stopped, "SIGSTOP");
  for (let i = 0; i < 5; i++) {
    const since = performance.now();
    const now = await counters(server.metricsPort);
    expect(performance.now() - since).toBeLessThan(2000);
    expectNoFall(last, now);
    last = now;
  }
  process.kill(stopped, "SIGKILL");
  await workers.until(() => workers.count("worker_died") === 1);
  const now = await counters(server.metricsPort);
  expectNoFall(last, now);
  expect(await library.stop()).toMatchObject({ wrong: 0, failed: [] });
});

test.each(["1", "2"])(
  "a message of 200 MB in PARTs is counted across SIGTERM, with %s workers",
  async (workers) => {
    const server = await startServerProcess("--workers", workers, "--drain-timeout", "10");
    const peer = await Peer.connect(server.port);
    const piece = frame(0xf8, 1, "\u00e9".repeat(500_000));
    for (let sent = 0; sent < 200; sent++) {
      if (sent === 50) server.child.kill("SIGTERM");
      if (!peer.socket.write(piece)) await once(peer.socket, "drain");
    }
    peer.send(frame(0xf9, 1));
    expect((await peer.read(14)).readBigUInt64BE(6)).toBe(100_000_000n);
    expect([...(await peer.rest()).subarray(0, 2)]).toEqual([0xfb, 19]);
    expect((await server.finish()).code).toBe(0);
  },
);
