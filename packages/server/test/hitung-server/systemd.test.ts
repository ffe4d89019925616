import { once } from "node:events";
import { join } from "node:path";
import { env, pid } from "node:process";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { Peer } from "../../../../testing/peer.js";
import { hasPython } from "../../../../testing/peer-processes.js";
import { BINS, isInstalled, Process, testIf, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { connectToPath } from "../sockets/paths.js";
import { start } from "./command.js";

/** Does what systemd does: binds sockets, and becomes the program, which inherits them. */
const ACTIVATE = `
import os, socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(sockets[0].getsockname()[1], flush=True)
files = [os.dup(each.fileno()) for each in sockets]
for at, file in enumerate(files):
    os.dup2(file, 3 + at, inheritable=True)
os.environ.update(LISTEN_FDS=sys.argv[1], LISTEN_PID=sys.argv[2] if sys.argv[2] != "own" else str(os.getpid()))
os.execv(sys.argv[3], sys.argv[3:])
`;

function activate(sockets: number, listenPid: string, ...args: string[]): Process {
  const program = [process.execPath, BINS["hitung-server"], ...args];
  return new Process("python3", ["-I", "-c", ACTIVATE, String(sockets), listenPid, ...program]);
}

const python: [boolean, string] = [hasPython, "python3"];

for (const workers of ["1", "2"]) {
  testIf(
    ...python,
    `listens on the socket that it inherits, with ${workers} workers, and leaves it open`,
    async () => {
      const server = activate(1, "own", "--workers", workers);
      const [port] = await once(server.child.stdout, "data");
      // Who connects before it listens waits.
      const peer = await Peer.connect(Number(port));
      expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
      await peer.close();
      server.child.kill("SIGTERM");
      const { code, stdout, stderr } = await server.finish();
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(
        `"event":"listening","address":"127.0.0.1","family":"IPv4","port":${Number(port)}`,
      );
    },
  );
}

testIf(...python, "a socket that is meant for another process is not taken", async () => {
  const server = activate(1, "1", "--port", "0");
  const [port] = await once(server.child.stdout, "data");
  const [line] = await once(server.child.stdout, "data");
  expect(JSON.parse(String(line)).port).not.toBe(Number(port));
});

testIf(...python, "several sockets are told, with what to do", async () => {
  const { code, stderr } = await activate(2, "own").finish();
  expect(code).toBe(1);
  expect(stderr).toBe(
    "hitung-server: Server mewarisi 2 soket (LISTEN_FDS), tetapi hanya mendengarkan di satu. Berikan satu soket saja.\n",
  );
});

test("the variables are read once", async () => {
  Object.assign(env, { LISTEN_PID: String(pid), LISTEN_FDS: "2", LISTEN_FDNAMES: "a:b" });
  const refused = start("--port", "0");
  expect(await refused.exitCode).toBe(1);
  const server = start("--port", "0");
  await server.printed("mendengarkan");
  expect(env.LISTEN_PID ?? env.LISTEN_FDS ?? env.LISTEN_FDNAMES).toBeUndefined();
});

for (const workers of ["1", "2"]) {
  testWith(
    "systemd-socket-activate",
    `a Unix socket of systemd's own tool, with ${workers} workers`,
    async () => {
      const path = join(temporaryFolder(), "s");
      const args = ["-l", path, process.execPath, BINS["hitung-server"], "--workers", workers];
      const server = new Process("systemd-socket-activate", args);
      await once(server.child.stderr, "data");
      const peer = await connectToPath(path);
      expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
      await peer.close();
      server.child.kill("SIGTERM");
      const { code, stdout } = await server.finish();
      expect(code).toBe(0);
      expect(stdout).toContain(`"event":"listening","address":"${path}","family":"unix","port":0`);
    },
  );
}

/** A service manager: prints what it is told, and by whom. */
const MANAGER = `
import os, socket, subprocess, sys
path = sys.argv[1]
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(path)
service = subprocess.Popen(sys.argv[2:], env={**os.environ, "NOTIFY_SOCKET": path}, stdout=subprocess.DEVNULL)
print(service.pid, flush=True)
told = 0
while told < 2:
    for line in manager.recv(4096).decode().splitlines():
        print(line, flush=True)
        if line == "READY=1":
            service.terminate()
        told += line in ("READY=1", "STOPPING=1")
sys.exit(service.wait())
`;

testIf(
  hasPython && isInstalled("systemd-notify"),
  "systemd-notify",
  "tells when it is ready, and when it stops",
  async () => {
    const args = [process.execPath, BINS["hitung-server"], "--port", "0"];
    const manager = new Process("python3", ["-I", "-c", MANAGER, join(temporaryFolder(), "n"), ...args]);
    const { code, stdout } = await manager.finish();
    expect(code).toBe(0);
    const [service, ...lines] = stdout.trim().split("\n");
    expect(lines).toContain(`MAINPID=${service}`);
    expect(lines.filter((line) => /^(READY|STOPPING)=/.test(line))).toEqual(["READY=1", "STOPPING=1"]);
  },
);
