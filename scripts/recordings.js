// Records what one count costs below the program: the system calls of server and client, and the TCP segments between
// them, into docs/recordings. Needs Linux, strace, Python and root; `pnpm analysis:record`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

readArguments(`node scripts/recordings.js
Records the system calls and the TCP segments of one count into docs/recordings.`);

const CALLS = "socket,setsockopt,getsockopt,bind,listen,accept,accept4,connect,read,write,shutdown,close";
const root = fileURLToPath(new URL("..", import.meta.url));
const traces = mkdtempSync(join(tmpdir(), "hitung-"));

function start(command, ...args) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  return { child, lines: createInterface(child.stdout), closed: once(child, "close") };
}

/** Starts a command of ours below strace, which writes to the file NAME. */
function trace(name, ...args) {
  // -D: strace is the grandchild, so that signals reach the command.
  const options = ["-D", "-f", "-qq", "-yy", "-s", "64", "-e", `trace=${CALLS}`, "-e", "signal=none"];
  return start("strace", ...options, "-o", join(traces, name), process.execPath, ...args);
}

/** The calls that concern TCP; file descriptors are named, and everything that changes from run to run is left out. */
function callsOf(name) {
  return readFileSync(join(traces, name), "utf8")
    .split("\n")
    .filter((line) => /^\d+ +\w+\((AF_INET,|\d+<TCP)/.test(line))
    .map((line) =>
      line
        .replace(/^\d+ +/, "")
        .replace(/\d+<TCP:\[\d+\]>|\d+<TCP:\[[\d.:]+\]>/g, name === "server" ? "listener" : "socket")
        .replace(/\d+<TCP:\[[^\]]*->[^\]]*\]>/g, name === "server" ? "connection" : "socket")
        .replace(/^(socket\(.*) = \d+.*$/, `$1 = ${name === "server" ? "listener" : "socket"}`)
        .replace(/ +=/, " ="),
    );
}

const segments = start("python3", "scripts/recordings/segments.py");
await once(segments.lines, "line");
const recorded = [];
segments.lines.on("line", (line) => recorded.push(line));

const server = trace("server", "packages/server/dist/hitung-server/bin.cjs");
await once(server.lines, "line");
await trace("client", "packages/client/dist/hitung.cjs", "Handy Arfiano Hastyawan").closed;
await segments.closed;
server.child.kill("SIGTERM");
await server.closed;

for (const name of ["server", "client"]) {
  writeFileSync(join(root, `docs/recordings/${name}-calls.txt`), `${callsOf(name).join("\n")}\n`);
}
writeFileSync(join(root, "docs/recordings/segments.txt"), `${recorded.join("\n")}\n`);
rmSync(traces, { recursive: true });
