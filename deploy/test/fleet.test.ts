import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../testing/certificates.js";
import { whenTestEnds } from "../../testing/cleanup.js";
import { BINS, Process } from "../../testing/processes.js";
import { testHere } from "./here.js";
import type { Tally } from "./load.js";

const CLIENTS = fileURLToPath(new URL("children/clients.js", import.meta.url));
const CONFIGURATION = fileURLToPath(new URL("../haproxy/haproxy.cfg", import.meta.url));

const METRICS_PORT = 9464;

/** In seconds: short, so that the test need not wait for a quarter of an hour. */
const AGE = 3;

/** The longest that a message may wait while a machine is cut off, in milliseconds. */
const LONGEST_WAIT_MS = 2000;

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error ?? stderr}`);
  return stdout.toString();
}

/** A network of its own, in which nothing but this test's processes is. */
class Namespace {
  readonly name: string;

  constructor(name: string) {
    this.name = `hitung-${process.pid}-${name}`;
    run("ip", "netns", "add", this.name);
    whenTestEnds(() => run("ip", "netns", "delete", this.name));
    this.run("ip", "link", "set", "lo", "up");
  }

  run(...command: string[]): string {
    return run("ip", "netns", "exec", this.name, ...command);
  }

  start(...command: string[]): Process {
    return new Process("ip", ["netns", "exec", this.name, ...command]);
  }
}

/** A machine with a server, joined to the balancer. */
class Machine {
  readonly namespace: Namespace;
  readonly address: string;
  readonly #certificate: Certificate;
  #server: Process | undefined;

  constructor(balancer: Namespace, number: number, certificate: Certificate) {
    this.namespace = new Namespace(`m${number}`);
    this.#certificate = certificate;
    this.address = `10.77.${number}.2`;
    const [near, far] = [`m${number}`, "balancer"];
    run(
      "ip",
      "link",
      "add",
      near,
      "netns",
      balancer.name,
      "type",
      "veth",
      "peer",
      "name",
      far,
      "netns",
      this.namespace.name,
    );
    balancer.run("ip", "address", "add", `10.77.${number}.1/24`, "dev", near);
    balancer.run("ip", "link", "set", near, "up");
    this.namespace.run("ip", "address", "add", `${this.address}/24`, "dev", far);
    this.namespace.run("ip", "link", "set", far, "up");
  }

  /** Settles when it listens. */
  async start(): Promise<void> {
    const { certFile, keyFile } = this.#certificate;
    const server = this.namespace.start(
      ...[process.execPath, BINS["hitung-server"], "--host", this.address],
      ...["--metrics-host", this.address, "--metrics-port", String(METRICS_PORT)],
      ...["--proxy-protocol", "--max-connection-age", String(AGE), "--log-level", "info"],
      ...["--tls-cert", certFile, "--tls-key", keyFile, "--workers", "2"],
    );
    this.#server = server;
    for await (const line of createInterface(server.child.stdout))
      if (JSON.parse(line).event === "listening") return;
    throw new Error("the server does not listen");
  }

  /** Stops the server, and settles when it has ended. */
  async stop(): Promise<void> {
    const { child } = this.#server as Process;
    // `ip netns exec` becomes the program.
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  }

  /** How many messages it has answered. */
  get answered(): number {
    const page = this.namespace.run(
      ...[
        process.execPath,
        "-e",
        `fetch("http://${this.address}:${METRICS_PORT}/metrics").then((r) => r.text()).then(console.log)`,
      ],
    );
    return Number(/^hitung_messages_total\{mode="frames".*\} (\d+)/m.exec(page)?.[1] ?? 0);
  }

  /** Nothing comes in or goes out any more, and nobody is told. */
  cutOff(): void {
    for (const hook of ["input", "output"]) {
      this.namespace.run("nft", "add", "table", "inet", "hole");
      this.namespace.run(
        ...["nft", "add", "chain", "inet", "hole", hook],
        `{ type filter hook ${hook} priority 0; policy drop; }`,
      );
    }
  }

  join(): void {
    this.namespace.run("nft", "delete", "table", "inet", "hole");
  }
}

/** The clients, and what became of their messages. */
class Clients {
  readonly #process: Process;
  readonly #lines: AsyncIterator<string>;

  constructor(namespace: Namespace, ca: string) {
    this.#process = namespace.start(process.execPath, CLIENTS, "12345", ca, "24");
    const lines: Interface = createInterface(this.#process.child.stdout);
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** What became of them since the last look. */
  async look(): Promise<Tally> {
    this.#process.child.stdin.write("\n");
    return JSON.parse((await this.#lines.next()).value);
  }

  /** Waits for so many right answers, and returns what became of all meanwhile. */
  async more(right: number): Promise<Tally> {
    const sum: Tally = { right: 0, wrong: 0, failed: [], longest: 0 };
    while (sum.right < right) {
      await sleep(50);
      const tally = await this.look();
      sum.right += tally.right;
      sum.wrong += tally.wrong;
      sum.failed.push(...tally.failed);
      sum.longest = Math.max(sum.longest, tally.longest);
    }
    return sum;
  }
}

/** Which part of all messages each machine answers at the moment. */
async function sharesOf(machines: readonly Machine[]): Promise<number[]> {
  const before = machines.map(({ answered }) => answered);
  await sleep(300);
  const more = machines.map(({ answered }, at) => answered - (before[at] as number));
  const all = more.reduce((sum, one) => sum + one, 0);
  return more.map((one) => one / Math.max(1, all));
}

const PROBE = "hitung-probe";

testHere(
  ["haproxy", "ip", "nft"],
  [
    "sh",
    "-c",
    `ip netns add ${PROBE} && ip netns exec ${PROBE} nft list tables; code=$?; ip netns delete ${PROBE}; exit $code`,
  ],
  "three machines behind HAProxy are restarted, cut off, and come back",
  async () => {
    const balancer = new Namespace("lb");
    const folder = temporaryFolder();
    const certificate = new Certificate(folder, "localhost");
    const machines = [1, 2, 3].map((number) => new Machine(balancer, number, certificate));
    await Promise.all(machines.map((machine) => machine.start()));
    const file = join(folder, "haproxy.cfg");
    const configuration = readFileSync(CONFIGURATION, "utf8");
    writeFileSync(file, configuration.replace(/192\.0\.2\.1(\d)/g, "10.77.$1.2"));
    const haproxy = balancer.start("haproxy", "-f", file, "-db");
    const ended = haproxy.finish().then(({ stderr }) => Promise.reject(new Error(stderr)));
    ended.catch(() => {});
    const clients = new Clients(balancer, certificate.certFile);
    const report = (what: string, { right, longest }: Tally) =>
      process.stdout.write(`${what}: ${right} right, longest wait ${longest.toFixed(0)} ms\n`);
    expect(await Promise.race([ended, clients.more(2000)])).toMatchObject({ wrong: 0, failed: [] });

    for (const machine of machines) {
      await machine.stop();
      await machine.start();
      // Before the next goes it has clients.
      while (machine.answered === 0) await sleep(100);
    }
    const restarted = await clients.more(1);
    report("rolling restart of all three", restarted);
    expect(restarted).toMatchObject({ wrong: 0, failed: [] });

    const [, second] = machines as [Machine, Machine, Machine];
    second.cutOff();
    const cut = await clients.more(20_000);
    report("a black hole", cut);
    expect(cut).toMatchObject({ wrong: 0, failed: [] });
    expect(cut.longest).toBeLessThan(LONGEST_WAIT_MS);

    second.join();
    const since = performance.now();
    let shares: number[] = [];
    // A third is its share, and leastconn is fair.
    while ((shares[1] ?? 0) < 0.25) shares = await sharesOf(machines);
    const waited = (performance.now() - since) / 1000;
    const shown = shares.map((share) => share.toFixed(2)).join(" / ");
    process.stdout.write(`its share after ${waited.toFixed(1)} s: ${shown}\n`);
    expect(waited).toBeLessThan(2 * 1.1 * AGE + 1);
    const back = await clients.more(2000);
    report("its return", back);
    expect(back).toMatchObject({ wrong: 0, failed: [] });
  },
);
