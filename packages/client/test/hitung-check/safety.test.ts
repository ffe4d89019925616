import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { BINS, Process } from "../../../../testing/processes.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { checkJson, type Json, testInSandbox, testOnLinux } from "./command.js";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
  whenTestEnds(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** How many processes have this among their arguments. */
function running(mark: string): number {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(mark);
    } catch {
      return false;
    }
  }).length;
}

/** Has a program in Python checked in one case. */
async function checkProgram(
  code: string,
  id = "S03",
  ...args: string[]
): Promise<Json["programs"][number]["cases"][number]> {
  const { json } = await checkJson(["server", "--only", id, ...args, "--", "python3", "-c", code]);
  return json.programs[0]?.cases[0] as never;
}

const SERVER = `
import os, signal, socket, sys, time
def serve():
    server = socket.create_server(("127.0.0.1", 12345))
    while True:
        client, _ = server.accept()
        client.send(str(len(client.recv(1024).decode())).encode())
        client.close()
`;

testInSandbox("a program changes nothing on this machine, and sees no process of it", async () => {
  const folder = temporaryFolder();
  const mark = randomUUID();
  const code = `${SERVER}
told = []
for path in ["${folder}/x", "/etc/x", "/root/x", "/usr/x"]:
    try: open(path, "w"); told.append(path)
    except OSError: pass
open("/tmp/${mark}", "w")
try: os.kill(${process.pid}, 0); told.append("kill")
except OSError: pass
if told: sys.exit(" ".join(told))
serve()`;
  expect(await checkProgram(code)).toMatchObject({ verdict: "right", explanation: [] });
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync("/tmp")).not.toContain(mark);
});

testInSandbox("a program reaches nothing of this machine's network", async () => {
  let visits = 0;
  const port = await startFakeServer((socket) => {
    visits++;
    socket.end();
  });
  const code = `${SERVER}
try: socket.create_connection(("127.0.0.1", ${port}), 1); sys.exit("reached")
except OSError: serve()`;
  expect(await checkProgram(code)).toMatchObject({ verdict: "right" });
  expect(visits).toBe(0);
});

testInSandbox(
  "a program that ignores signals, and one that lives on in the background, are ended",
  async () => {
    const mark = randomUUID();
    const code = `${SERVER}
"${mark}"
for name in ["SIGTERM", "SIGINT", "SIGHUP"]: signal.signal(getattr(signal, name), signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("python3", ["python3", "-c", "import time; time.sleep(1000)", "${mark}"])
    os._exit(0)
serve()`;
    expect(await checkProgram(code)).toMatchObject({ verdict: "right" });
    expect(running(mark)).toBe(0);
  },
);

testInSandbox("a program that starts ever more processes is ended", async () => {
  const mark = randomUUID();
  const code = `"${mark}"
import os, time
for _ in range(2000):
    try:
        if os.fork() == 0: time.sleep(1000)
    except OSError: break
time.sleep(1000)`;
  const { verdict } = await checkProgram(code, "S01");
  expect(verdict).not.toBe("right");
  expect(running(mark)).toBe(0);
});

testInSandbox("a program that takes ever more memory is ended, or told by its own error", async () => {
  const code = `
kept = []
while True: kept.append(bytearray(64 << 20))`;
  const { verdict, death } = await checkProgram(code, "S01");
  expect(verdict).toBe("didNotStart");
  expect(death?.lastLine === "MemoryError" || death?.signal === "SIGKILL").toBe(true);
});

testInSandbox("a program that floods its output is heard no longer than it must be", async () => {
  const code = `${SERVER}
import threading
threading.Thread(target=serve, daemon=True).start()
while True: sys.stdout.write("x" * 65536 + "\\n")`;
  const { verdict } = await checkProgram(code, "S03", "--timeout", "0.5");
  expect(["right", "hung"]).toContain(verdict);
});

testInSandbox("a client that floods the server is told so", async () => {
  const { json } = await checkJson([
    ...["client", "--only", "C02", "--", "python3", "-c"],
    `import socket
c = socket.create_connection(("127.0.0.1", 12345))
input()
while True: c.send(b"x" * 65536)`,
  ]);
  expect(json.programs[0]?.cases[0]?.verdict).not.toBe("right");
});

testInSandbox("an address of the author's network is there", async () => {
  const code = SERVER.replace("127.0.0.1", "192.168.43.17");
  expect(await checkProgram(`${code}serve()`)).toMatchObject({ verdict: "right" });
});

testOnLinux(
  "without a sandbox programs run one after the other, which is told, and nothing is left of them",
  async () => {
    // A PATH on which there is no bwrap.
    const path = temporaryFolder();
    for (const tool of ["python3", "sh"]) {
      const { stdout } = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" });
      const real =
        tool === "python3"
          ? spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout
          : stdout;
      symlinkSync(realpathSync(real.trim()), join(path, tool));
    }
    const folder = join(path, "work");
    mkdirSync(folder);
    const mark = randomUUID();
    // It listens on a free port, as others of this machine may use 12345.
    writeFileSync(
      join(folder, "server.py"),
      `${SERVER.replace("12345", "0")}
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: os.execvp("python3", ["python3", "-c", "import time; time.sleep(1000)", "${mark}"])
    os._exit(0)
serve()`,
    );
    const args = [
      BINS["hitung-check"],
      "server",
      "--only",
      "S01,S03,S11",
      "--lang",
      "en",
      "--",
      "python3",
      join(folder, "server.py"),
    ];
    const checking = new Process("env", [`PATH=${path}`, process.execPath, ...args]);
    const { stdout, stderr } = await checking.finish();
    expect(stderr).toMatch(
      /^hitung-check: no sandbox \(bwrap: ENOENT\): programs run on this machine itself, one after the other/,
    );
    expect(stdout).toContain("must 2 of 2, should 1 of 1");
    expect(running(mark)).toBe(0);
  },
  120_000,
);
