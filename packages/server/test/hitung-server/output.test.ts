import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { Peer } from "../../../../testing/peer.js";
import { BINS, Process, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { until } from "../../../../testing/until.js";

/** A shell that runs the server with its output somewhere. */
function startInShell(redirection: string, ...args: string[]): Process {
  const script = `exec '${process.execPath}' '${BINS["hitung-server"]}' "$@" ${redirection}`;
  return new Process("bash", ["-c", script, "bash", ...args]);
}

test.each([
  ["--help", "/dev/full", 1, "hitung-server: keluaran standar tidak dapat ditulisi (ENOSPC).\n"],
  ["--version", "/dev/full", 1, "hitung-server: keluaran standar tidak dapat ditulisi (ENOSPC).\n"],
  ["--help", "/dev/null", 0, ""],
])("%s to %s ends with %i", async (option, file, code, message) => {
  const { stderr, ...result } = await startInShell(`>${file}`, option).finish();
  expect({ code: result.code, stderr: stderr.split("ENOSPC")[0] }).toEqual({
    code,
    stderr: message.split("ENOSPC")[0],
  });
});

/** Where a server listens that cannot say so. A port might meanwhile be given to another test. */
function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "hitung-output-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  return join(folder, "socket");
}

async function connectOnceItListens(path: string): Promise<Peer> {
  const socket = new Socket();
  await until(async () => {
    socket.connect(path);
    // It fails at once, and may then be tried again.
    return await once(socket, "connect").then(
      () => true,
      () => false,
    );
  });
  return new Peer(socket);
}

/**
 * Runs the server on a terminal that takes a part of what it prints, or is gone ("closed"), as a line on standard input
 * says; prints its exit code.
 */
const ON_TERMINAL = `
import os, pty, subprocess, sys
master, slave = pty.openpty()
server = subprocess.Popen(sys.argv[1:], stdin=slave, stdout=slave, stderr=slave)
os.close(slave)
print(server.pid, flush=True)
if sys.stdin.readline() == "close\\n":
    os.close(master)
    print("closed", flush=True)
    sys.stdin.readline()
server.terminate()
print(server.wait(), flush=True)
`;

describe("a terminal", () => {
  async function startOnTerminal() {
    const path = socketPath();
    const server = [process.execPath, BINS["hitung-server"], "--socket", path, "--log-messages"];
    const child = spawn("python3", ["-c", ON_TERMINAL, ...server], { stdio: ["pipe", "pipe", "inherit"] });
    const exit = once(child, "exit");
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async () => (await lines.next()).value as string;
    const pid = Number(await line());
    whenTestEnds(async () => {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
      child.kill("SIGKILL");
      await exit;
    });
    return {
      peer: await connectOnceItListens(path),
      say: (text: string) => child.stdin.write(`${text}\n`),
      line,
    };
  }

  /** Has the server log more than any terminal holds. */
  async function askMany(peer: Peer): Promise<void> {
    const reply = sentence(1, "\n");
    for (let i = 0; i < 20; i++) {
      expect(await peer.ask("x\n".repeat(100), 100 * reply.length)).toBe(reply.repeat(100));
    }
  }

  testWith("python3", "that takes nothing, as after Ctrl-S, holds up no client, and no end", async () => {
    const { peer, say, line } = await startOnTerminal();
    await askMany(peer);
    say("terminate");
    expect(await line()).toBe("0");
    await peer.closed;
  });

  testWith("python3", "that is gone ends nothing, and spoils no exit code", async () => {
    const { peer, say, line } = await startOnTerminal();
    say("close");
    expect(await line()).toBe("closed");
    await askMany(peer);
    say("terminate");
    expect(await line()).toBe("0");
    await peer.closed;
  });
});

test("lines of the log that nobody takes are dropped, and how many is told", async () => {
  const args = [BINS["hitung-server"], "--port", "0", "--log-messages", "--lang", "en"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  whenTestEnds(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  const [first] = await once(child.stdout, "data");
  child.stdout.pause();
  const peer = await Peer.connect(Number(JSON.parse(String(first).split("\n")[0] as string).port));
  const reply = "The message has 1 character\n";
  // Each message has two lines of 100 bytes and more; a megabyte may wait.
  for (let i = 0; i < 100; i++) await peer.ask("x\n".repeat(200), 200 * reply.length);
  let log = "";
  const told = new Promise<number>((resolve) => {
    child.stdout.on("data", (chunk) => {
      log += chunk;
      const dropped = /"dropped":(\d+)/.exec(log);
      if (dropped !== null) resolve(Number(dropped[1]));
    });
  });
  child.stdout.resume();
  const dropped = await told;
  const lines = log.split("\n").filter((line) => line.includes('"msg":"Request'));
  expect(dropped).toBeGreaterThan(1000);
  expect(lines.length).toBeGreaterThan(1000);
  child.kill("SIGTERM");
  await peer.closed;
});

test("signals that mean nothing are ignored, and said in the log; SIGQUIT ends it as SIGTERM does", async () => {
  const server = startInShell("", "--port", "0");
  await once(server.child.stdout, "data");
  for (const signal of ["SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGIO", "SIGPWR"] as const) {
    const logged = once(server.child.stdout, "data");
    server.child.kill(signal);
    expect(JSON.parse(String((await logged)[0]))).toMatchObject({
      level: 40,
      signal,
      msg: `${signal} diabaikan: sinyal itu tidak berarti apa-apa bagi server ini.`,
    });
  }
  server.child.kill("SIGQUIT");
  expect(await server.finish()).toMatchObject({ code: 0, signal: null, stderr: "" });
});

test("a disk that is full in the middle of a line: the next one begins anew, and the lost ones are counted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hitung-output-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "log");
  // No file may become larger than 8 KiB, until what is in it is taken away.
  const limited = `ulimit -f 8; exec '${process.execPath}' '${BINS["hitung-server"]}' "$@" >>'${file}'`;
  const path = socketPath();
  const server = new Process("bash", ["-c", limited, "bash", "--socket", path, "--log-messages"]);
  const peer = await connectOnceItListens(path);
  const reply = sentence(1, "\n");
  await peer.ask("x\n".repeat(100), 100 * reply.length);
  expect(statSync(file).size).toBe(8192);
  const before = readFileSync(file, "utf8").split("\n");
  truncateSync(file);
  await peer.ask("x\n", reply.length);
  await peer.close();
  server.child.kill("SIGTERM");
  expect(await server.finish()).toMatchObject({ code: 0 });
  const after = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const whole = before.slice(0, -1).filter((line) => JSON.parse(line).text === "x").length;
  expect(after[0]).toMatchObject({ level: 40, dropped: 100 - whole });
  expect(after[1]).toMatchObject({ text: "x", counts: [1] });
});
