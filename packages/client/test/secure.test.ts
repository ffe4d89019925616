import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { Command, command } from "./support/command.js";
import { testWith } from "./support/processes.js";
import { sentence, startServer } from "./support/servers.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-secure-"));
afterAll(() => rmSync(folder, { recursive: true }));

const doors: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const door of doors.splice(0)) {
    door.close();
    await once(door, "close");
  }
});

/** Hands what comes in through another door to the server on a port. */
async function open(door: Server, port: number, address: string | number): Promise<Server> {
  doors.push(door);
  door.on("connection", (socket) => sockets.push(socket));
  door.on(
    door.listenerCount("secureConnection") > 0 ? "secureConnection" : "connection",
    (socket: Socket) => {
      const inner = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      sockets.push(socket, inner);
      for (const each of [socket, inner]) each.on("error", () => {});
      socket.pipe(inner).pipe(socket);
    },
  );
  door.listen(address as never);
  await once(door, "listening");
  return door;
}

async function openTls(port: number): Promise<number> {
  const key = readFileSync(join(folder, "key.pem"));
  const cert = readFileSync(join(folder, "cert.pem"));
  const door = createTlsServer({ key, cert, allowHalfOpen: true });
  door.on("tlsClientError", () => {});
  door.on("secureConnection", () => {});
  await open(door, port, 0);
  return (door.address() as AddressInfo).port;
}

function makeCertificate(): string {
  const certificate = join(folder, "cert.pem");
  execFileSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout ${join(folder, "key.pem")} -out ${certificate}`.split(
      " ",
    ),
    { stdio: "pipe" },
  );
  return certificate;
}

test("--socket, also with --text and from the environment", async () => {
  const { port } = await startServer();
  const path = join(folder, "socket");
  await open(createServer({ allowHalfOpen: true }), port, path);
  const expected = { code: 0, stdout: `${sentence(4)}\n`, stderr: "" };
  expect(await command("--socket", path, "halo").finish()).toEqual(expected);
  expect(await command("--socket", path, "--text", "halo").finish()).toEqual(expected);
  expect(await new Command(["halo"], { env: { HITUNG_SOCKET: path } }).finish()).toEqual(expected);
});

test("no server on a socket: its path, and how to start one", async () => {
  const path = join(folder, "nobody");
  const { code, stderr } = await command("--socket", path, "x").finish();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `hitung: tidak ada server di soket ${path} (ENOENT). Jalankan dengan: hitung-server --socket ${path} (di repositori: npx -y pnpm@12 server)\n`,
  });
});

testWith("openssl", "--tls trusts what --tls-ca says, and nobody else", async () => {
  const certificate = makeCertificate();
  const port = await openTls((await startServer()).port);
  const expected = { code: 0, stdout: `${sentence(4)}\n`, stderr: "" };
  expect(await command("--port", port, "--tls-ca", certificate, "halo").finish()).toEqual(expected);
  expect(await command("--port", port, "--tls-ca", certificate, "--text", "halo").finish()).toEqual(expected);
  const env = { HITUNG_TLS: "1", HITUNG_TLS_CA: certificate, HITUNG_PORT: String(port) };
  expect(await new Command(["halo"], { env }).finish()).toEqual(expected);

  const { code, stdout, stderr } = await command("--port", port, "--tls", "--lang", "en", "halo").finish();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^hitung: the certificate of the server on 127\.0\.0\.1 port \d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. Give the certificate of its authority with --tls-ca\.\n$/,
  );
});

testWith("openssl", "--wait waits for no certificate that will not be trusted", async () => {
  makeCertificate();
  const port = await openTls((await startServer()).port);
  const { code, stderr } = await command("--port", port, "--tls", "--wait", "halo").finish();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
  });
});

test("a server without TLS behind --tls", async () => {
  const { port } = await startServer();
  const { code, stderr } = await command("--port", port, "--tls", "x").finish();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hitung: server di 127\.0\.0\.1 port \d+ tidak memakai TLS, .*--tls\.\n$/);
});

test("a CA file that cannot be read, or holds no certificate", async () => {
  const empty = join(folder, "empty.pem");
  writeFileSync(empty, "nothing");
  for (const [path, problem] of [
    [join(folder, "none"), "Berkas tidak dapat dibaca (ENOENT)."],
    [empty, "Tidak ada sertifikat PEM di dalamnya."],
  ] as const) {
    const { code, stderr } = await command("--tls-ca", path, "x").finish();
    expect({ code, line: stderr.split("\n")[0] }).toEqual({
      code: 2,
      line: `hitung: nilai '${path}' untuk opsi --tls-ca <file> tidak sah. ${problem}`,
    });
  }
});
