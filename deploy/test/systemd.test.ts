import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { temporaryFolder } from "../../testing/certificates.js";
import { Process, testWith } from "../../testing/processes.js";
import { sentence } from "../../testing/sentences.js";
import { testHere } from "./here.js";

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** How exposed the service may be at most, from 0 to 10, as systemd reckons it. */
const EXPOSURE = 1.5;

testWith("systemd-analyze", `the service is exposed to ${EXPOSURE} at most`, () => {
  const { stdout } = spawnSync("systemd-analyze", [
    ...["security", "--offline=yes", "--no-pager", pathOf("deploy/systemd/hitung.service")],
  ]);
  const [, exposure] = /Overall exposure level for hitung.service: ([\d.]+)/.exec(stdout.toString()) ?? [];
  expect(Number(exposure)).toBeLessThanOrEqual(EXPOSURE);
});

/** Runs the check, and then ends the machine. */
const CHECK = `
[Unit]
Requires=sysinit.target
Wants=hitung.socket
After=sysinit.target hitung.socket
[Service]
Type=oneshot
ExecStart=/opt/hitung/node /opt/hitung/repository/deploy/test/children/in-systemd.js
StandardOutput=file:/opt/hitung/found
StandardError=inherit
ExecStopPost=/bin/systemctl --no-block exit
`;

/** The program stands elsewhere than where an installation puts it. */
const PROGRAM = `
[Service]
ExecStart=
ExecStart=/opt/hitung/node /opt/hitung/repository/packages/server/dist/hitung-server/bin.cjs
Environment=HITUNG_WORKERS=2
`;

/** The system of this machine, of which nothing can be changed, in a network of its own. */
const MACHINE = [
  ...["--directory=/", "--volatile=yes", "--private-network", "--register=no", "--keep-unit", "--quiet"],
  ...[`--machine=hitung-${process.pid}`, "--console=pipe", "--link-journal=no"],
];

testHere(
  ["systemd-nspawn"],
  ["systemd-nspawn", ...MACHINE, "/bin/true"],
  "systemd boots, starts the service by its socket, anew when it is killed, and stops it",
  async () => {
    const folder = temporaryFolder();
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const units = "/etc/systemd/system";
    const machine = new Process("systemd-nspawn", [
      ...MACHINE,
      `--bind-ro=${process.execPath}:/opt/hitung/node`,
      `--bind-ro=${pathOf(".")}:/opt/hitung/repository`,
      `--bind=${write("found", "")}:/opt/hitung/found`,
      `--bind-ro=${pathOf("deploy/systemd/hitung.service")}:${units}/hitung.service`,
      `--bind-ro=${pathOf("deploy/systemd/hitung.socket")}:${units}/hitung.socket`,
      `--bind-ro=${write("program.conf", PROGRAM)}:${units}/hitung.service.d/program.conf`,
      `--bind-ro=${write("check.service", CHECK)}:${units}/check.service`,
      // It would ask for a password on the first boot.
      `--bind-ro=/dev/null:${units}/systemd-firstboot.service`,
      ...["--boot", "--", "--unit=check.service"],
    ]);
    const { stdout, stderr } = await machine.finish();
    const found = readFileSync(join(folder, "found"), "utf8");
    if (!found.startsWith("{")) throw new Error(`the check failed:\n${found}\n${stdout}\n${stderr}`);
    expect(JSON.parse(found)).toEqual({
      before: { ActiveState: "inactive" },
      first: sentence(4),
      started: { ActiveState: "active", SubState: "running", NRestarts: "0" },
      workers: 2,
      afterKill: sentence(4),
      restarted: { ActiveState: "active", NRestarts: "1" },
      afterRoll: sentence(4),
      stopped: { ActiveState: "inactive", Result: "success", ExecMainStatus: "0" },
      gone: "ECONNREFUSED",
    });
  },
);
