import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { startProgram, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { createServer } from "../../src/index.js";
import { start } from "../hitung-server/command.js";
import { connectToPath } from "./paths.js";
import { leaveSockets, race } from "./races.js";

const folder = temporaryFolder();

test("answers on a Unix socket, tells nothing of who asked, and removes it", async () => {
  const path = join(folder, "a.sock");
  const server = createServer({ path });
  const answered = once(server, "message");
  expect(await server.listen()).toEqual({ address: path, family: "unix", port: 0 });
  const peer = await connectToPath(path);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  expect((await answered)[0]).toMatchObject({ remoteAddress: undefined, remotePort: undefined });
  await peer.close();
  await server.close();
  expect(existsSync(path)).toBe(false);
});

test.each([0o600, 0o660, 0o666])("has the mode %i, whatever the umask", async (socketMode) => {
  const path = join(folder, `${socketMode}.sock`);
  const server = createServer({ path, socketMode });
  await server.listen();
  expect(statSync(path).mode & 0o777).toBe(socketMode);
  await server.close();
});

test("takes the place of a socket that a server left behind, and of no other", async () => {
  const path = join(folder, "left.sock");
  const killed = startProgram("hitung-server", "--socket", path);
  await once(killed.child.stdout, "data");
  killed.child.kill("SIGKILL");
  await killed.finish();
  expect(existsSync(path)).toBe(true);

  const server = start("--socket", path, "--log-messages");
  await server.printed("mendengarkan di ");
  const peer = await connectToPath(path);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await server.printed("Request dari client soket Unix : halo");

  const second = start("--socket", path, "--lang", "en");
  expect(await second.exitCode).toBe(1);
  expect(second.stderr).toBe(
    `hitung-server: Socket ${path} is in use: another server is there, or a file that is no socket. Choose another place with --socket.\n`,
  );
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await peer.close();
  server.stop();
  expect(await server.exitCode).toBe(0);

  const file = join(folder, "file");
  writeFileSync(file, "precious");
  expect(await start("--socket", file).exitCode).toBe(1);
  expect(existsSync(file)).toBe(true);
});

testWith("python3", "of servers that start at once on a socket that was left behind one gets it", () =>
  race(3, 20),
);

testWith("python3", "of twenty servers in one process one gets a path, left behind or free", async () => {
  const { paths } = leaveSockets(1);
  for (const path of [...paths, join(folder, "free.sock")]) await crowd(path);
});

/** Starts twenty servers at once on this path. */
async function crowd(path: string): Promise<void> {
  const servers = Array.from({ length: 20 }, () => createServer({ path }));
  const outcomes = await Promise.allSettled(servers.map((server) => server.listen()));
  const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
  expect(codes).toEqual(new Array(19).fill("EADDRINUSE"));
  const peer = await connectToPath(path);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await peer.close();
  await Promise.all(servers.map((server) => server.close()));
}

test("a server that ends leaves the socket of another one alone", async () => {
  const path = join(folder, "moved.sock");
  const [first, second] = [createServer({ path }), createServer({ path })];
  await first.listen();
  renameSync(path, join(folder, "elsewhere.sock"));
  await second.listen();
  await first.close();
  const peer = await connectToPath(path);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await peer.close();
  await second.close();
  expect(existsSync(path)).toBe(false);
});

test("a folder that is not there is told", async () => {
  const server = start("--socket", join(folder, "no", "a.sock"));
  expect(await server.exitCode).toBe(1);
  expect(server.stderr).toMatch(
    /^hitung-server: Server tidak dapat mendengarkan di soket .*: ENOENT \(.*\)\n$/,
  );
});

test("a variable chooses the socket", () => {
  const path = join(folder, "no", "b.sock");
  const { bin } = { bin: join(import.meta.dirname, "../../dist/hitung-server/bin.cjs") };
  const { status, stderr } = spawnSync(process.execPath, [bin], {
    env: { ...process.env, HITUNG_SOCKET: path, HITUNG_LANG: "en" },
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain(`socket ${path}`);
});

test("a path that Node would cut without a word is refused", async () => {
  await expect(createServer({ path: join(folder, "x".repeat(100)) }).listen()).rejects.toMatchObject({
    code: "ENAMETOOLONG",
    message: "a Unix socket's path has 103 bytes at most, its folder 94",
  });
});

test("--socket and --port contradict each other; a port goes before HITUNG_SOCKET", async () => {
  const both = start("--socket", join(folder, "c.sock"), "--port", "0");
  expect(await both.exitCode).toBe(2);
  expect(both.stderr.split("\n")[0]).toBe(
    "hitung-server: --socket berlaku sebagai ganti --host dan --port. Berikan salah satunya.",
  );
  process.env.HITUNG_SOCKET = join(folder, "c.sock");
  try {
    const server = start("--port", "0");
    await server.printed("mendengarkan di 127.0.0.1:");
    server.stop();
    expect(await server.exitCode).toBe(0);
  } finally {
    delete process.env.HITUNG_SOCKET;
  }
});
