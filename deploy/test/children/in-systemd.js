// Runs inside of a machine that systemd has booted, beside hitung.socket and hitung.service, and prints what it finds as JSON.
import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const found = {};

function show(...properties) {
  const args = ["show", "hitung.service", ...properties.map((name) => `--property=${name}`)];
  const lines = execFileSync("systemctl", args, { encoding: "utf8" }).trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
}

/** What the server answers, or why it does not. */
function ask() {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: 12345 }, () => socket.write("halo\n"));
    socket.on("data", (data) => {
      resolve(data.toString().trim());
      socket.destroy();
    });
    socket.on("error", ({ code }) => resolve(code));
    socket.on("end", () => resolve("EOF"));
  });
}

async function until(holds) {
  for (let i = 0; i < 600 && !holds(); i++) await sleep(100);
}

const isActive = () => show("ActiveState").ActiveState === "active";

found.before = show("ActiveState");
found.first = await ask();
// The first worker answers before all listen.
await until(isActive);
found.started = show("ActiveState", "SubState", "NRestarts");
const { MainPID } = show("MainPID");
found.workers = execFileSync("systemctl", ["status", "hitung.service"], { encoding: "utf8" }).match(
  /worker-bin/g,
)?.length;

// Of a process that is killed the service is started anew, and who comes meanwhile waits at the socket.
process.kill(Number(MainPID), "SIGKILL");
await until(() => show("MainPID").MainPID !== MainPID);
found.afterKill = await ask();
await until(isActive);
found.restarted = show("ActiveState", "NRestarts");

execFileSync("systemctl", ["kill", "--kill-whom=main", "--signal=SIGUSR2", "hitung.service"]);
execFileSync("systemctl", ["reload", "hitung.service"]);
found.afterRoll = await ask();

execFileSync("systemctl", ["stop", "hitung.socket", "hitung.service"]);
found.stopped = show("ActiveState", "Result", "ExecMainStatus");
found.gone = await ask();
process.stdout.write(`${JSON.stringify(found)}\n`);
