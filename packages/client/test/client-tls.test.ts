import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { connect } from "../src/index.js";
import { testWith } from "./support/processes.js";
import { startServer } from "./support/servers.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-tls-"));
const servers: Server[] = [];
const sockets = new Set<Socket>();
let key = "";
let certificate = "";

beforeAll(() => {
  const files = ["-keyout", join(folder, "key"), "-out", join(folder, "certificate")];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...files, ...name], { stdio: "pipe" });
  } catch (error) {
    // Without openssl the tests that need it are skipped.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return;
  }
  key = readFileSync(join(folder, "key"), "utf8");
  certificate = readFileSync(join(folder, "certificate"), "utf8");
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  sockets.clear();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Hands each connection over to the real server. */
async function forward(): Promise<(socket: Socket) => void> {
  const { port } = await startServer();
  return (socket) => {
    const onward = connectSocket({ host: "127.0.0.1", port, allowHalfOpen: true });
    for (const end of [socket, onward]) sockets.add(end.on("error", () => {}));
    socket.pipe(onward).pipe(socket);
  };
}

async function startTls(): Promise<number> {
  const server = createTlsServer({ key, cert: certificate }, await forward());
  servers.push(server.on("tlsClientError", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("TLS", () => {
  testWith("openssl", "counts, from one character to a megabyte, and connects anew", async () => {
    const port = await startTls();
    await using client = await connect({
      host: "127.0.0.1",
      port,
      tls: { ca: certificate, servername: "localhost" },
    });
    expect(await client.count("Handy Arfiano Hastyawan")).toBe(23);
    const sizes = Array.from({ length: 5000 }, (_, i) => (i % 500 === 0 ? 1_000_000 : i % 50));
    expect(await Promise.all(sizes.map((size) => client.count("x".repeat(size))))).toEqual(sizes);
    for (const socket of sockets) socket.destroy();
    expect(await client.count("h\u00e9")).toBe(2);
  });

  testWith("openssl", "the host's name is what the certificate must have", async () => {
    const port = await startTls();
    await using client = await connect({ host: "localhost", port, tls: { ca: certificate } });
    expect(await client.count("ab")).toBe(2);
  });

  testWith("openssl", "a certificate that nobody vouches for", async () => {
    const port = await startTls();
    await expect(connect({ host: "localhost", port, tls: true })).rejects.toMatchObject({
      name: "ConnectionError",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      message: `localhost port ${port}: DEPTH_ZERO_SELF_SIGNED_CERT, self-signed certificate`,
      cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
  });

  testWith("openssl", "a certificate for another name", async () => {
    const port = await startTls();
    await expect(
      connect({ port, tls: { ca: certificate, servername: "example.com" } }),
    ).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      message: expect.stringContaining("example.com"),
    });
  });

  test("a server that does not speak it", async () => {
    const { port } = await startServer();
    await expect(connect({ port, tls: true })).rejects.toMatchObject({
      name: "ConnectionError",
      code: expect.stringMatching(/SSL|EPROTO|ECONNRESET/),
      port,
    });
  });
});

describe("a Unix socket", () => {
  test("counts", async () => {
    const path = join(folder, "hitung.sock");
    const server = createServer({ allowHalfOpen: true }, await forward()).listen(path);
    servers.push(server);
    await once(server, "listening");
    await using client = await connect({ path });
    expect(await client.count("Handy Arfiano Hastyawan")).toBe(23);
  });

  test("that is not there", async () => {
    const path = join(folder, "none.sock");
    await expect(connect({ path })).rejects.toMatchObject({
      code: "ENOENT",
      host: path,
      port: 0,
      message: `${path}: ENOENT`,
    });
  });
});
