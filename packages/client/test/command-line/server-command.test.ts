import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { BINS, Process, startProgram, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort } from "../../../../testing/servers.js";
import { Terminal } from "../../../../testing/terminal.js";
import { describeAbsence } from "../../src/command-line/server-command.js";
import { COMMON_WORDING } from "../../src/command-line/wording.js";

const folder = temporaryFolder();

test.each([
  ["port", async () => ["--host", "localhost", "--port", String(await freePort())]],
  ["socket", async () => ["--socket", join(folder, "it's a socket")]],
])(
  "the command that is told, typed into a shell, starts the server that was missing: %s",
  async (_, placeOf) => {
    const place = await placeOf();
    const { code, stderr } = await startProgram("hitung", ...place, "halo").finish();
    expect(code).toBe(1);
    const [, start] = /: (\S*(?:node |hitung-server ).*)\n$/.exec(stderr) ?? [];
    const server = new Process("sh", ["-c", `exec ${start}`]);
    await once(server.child.stdout, "data");
    expect(await startProgram("hitung", ...place, "halo").finish()).toMatchObject({
      code: 0,
      stdout: `${sentence(4)}\n`,
    });
  },
);

testWith(
  "python3",
  "the command that a server on a terminal tells, typed into a shell, asks it",
  async () => {
    const server = new Terminal([process.execPath, BINS["hitung-server"], "--port", "0"]);
    // It goes on when its terminal is gone.
    whenTestEnds(async () => {
      server.press("\x03");
      await server.exitCode;
    });
    await server.printed(", atau nc ");
    const [, ask] = /Dari terminal lain: (.*), atau nc /.exec(server.output) ?? [];
    expect(await new Process("sh", ["-c", `exec ${ask} halo`]).finish()).toMatchObject({
      code: 0,
      stdout: `${sentence(4)}\n`,
    });
  },
);

describe("what is told", () => {
  const bin = join(folder, "bin");
  const shims = join(folder, "node_modules/.bin");
  for (const each of [bin, shims]) {
    mkdirSync(each, { recursive: true });
    writeFileSync(join(each, "hitung-server"), "", { mode: 0o755 });
  }
  const there = { host: ["127.0.0.1"], port: 4000 };
  const neighbour = `node ${BINS["hitung-server"]}`;

  test.each([
    // Only what the person's own shell finds is a command.
    [there, { PATH: [shims, bin].join(delimiter) }, "hitung-server --port 4000"],
    [there, { PATH: shims }, `${neighbour} --port 4000`],
    [there, {}, `${neighbour} --port 4000`],
    // The server would listen there.
    [there, { HITUNG_HOST: "10.0.0.1" }, `${neighbour} --host 127.0.0.1 --port 4000`],
    [{ host: ["127.0.0.2"], port: 1 }, {}, `${neighbour} --host 127.0.0.2 --port 1`],
    [{ ...there, tls: true }, {}, `${neighbour} --port 4000 --tls-cert CERT.pem --tls-key KEY.pem`],
  ])("of %j with %j", (place, env, start) => {
    expect(describeAbsence(place, "ECONNREFUSED", COMMON_WORDING.en, { env, program: BINS.hitung })).toBe(
      `there is no server on ${place.host.join()} port ${place.port} (ECONNREFUSED). Start one with: ${start}`,
    );
  });

  test("without the server beside the client", () => {
    const installation = { env: {}, program: join(folder, "hitung") };
    expect(describeAbsence(there, "ECONNREFUSED", COMMON_WORDING.id, installation)).toBe(
      "tidak ada server di 127.0.0.1 port 4000 (ECONNREFUSED). Jalankan dengan: hitung-server --port 4000",
    );
  });

  test.each([
    ["10.0.0.1", "10.0.0.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["example.org", "0.0.0.0"],
    ["127.0.0.1, 10.0.0.1", "0.0.0.0"],
  ])("of another machine, %s", (host, address) => {
    const installation = { env: { PATH: bin }, program: BINS.hitung };
    expect(
      describeAbsence({ host: host.split(", "), port: 1 }, "ECONNREFUSED", COMMON_WORDING.en, installation),
    ).toBe(
      `there is no server on ${host} port 1 (ECONNREFUSED). Start one on that machine with: hitung-server --host ${address} --port 1`,
    );
  });
});
