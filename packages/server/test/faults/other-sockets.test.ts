import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect as connectTcp, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, describe, expect } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import type { Server, ServerOptions } from "../../src/index.js";
import { startServer } from "../servers.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-sockets-"));
afterAll(() => rmSync(folder, { recursive: true }));

function certificate(): { cert: string; key: string } {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  spawnSync("openssl", ["req", ...kind, "-subj", "/CN=localhost", "-out", cert, "-keyout", key]);
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}

const TRANSPORTS: readonly [string, () => ServerOptions, (server: Server) => Socket][] = [
  ["TCP", () => ({}), ({ address }) => connectTcp(address.port, "127.0.0.1")],
  ["a Unix socket", () => ({ path: join(folder, "socket") }), ({ address }) => connectTcp(address.address)],
  [
    "TLS",
    () => ({ tls: certificate() }),
    ({ address }) => connectTls({ port: address.port, host: "127.0.0.1", rejectUnauthorized: false }),
  ],
];

describe.each(TRANSPORTS)("on %s", (_name, options, connect) => {
  /** Clients, which may be reset. */
  async function connectAll(server: Server, count: number): Promise<Socket[]> {
    const sockets = Array.from({ length: count }, () => connect(server).on("error", () => {}));
    await Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once("ready", resolve).once("close", resolve))),
    );
    return sockets;
  }

  testWith("openssl", "a client that never reads is closed when its time is over", async () => {
    const server = await startServer({ ...options(), idleTimeout: 200 });
    const closed = once(server, "disconnect");
    const [deaf] = await connectAll(server, 1);
    deaf?.pause().write(Buffer.alloc(8_000_000, "\n"));
    expect(await closed).toMatchObject([{ errorCode: 18, mode: "text" }]);
    deaf?.destroy();
  });

  testWith("openssl", "close ends in time with a client that never reads", async () => {
    const server = await startServer({ ...options(), drainTimeout: 200 });
    const [deaf] = await connectAll(server, 1);
    const answered = once(server, "message");
    deaf?.pause().write(Buffer.alloc(8_000_000, "\n"));
    await answered;
    await server.close();
    deaf?.destroy();
  });

  testWith(
    "openssl",
    "far more clients than places are turned away, and the one that has a place is served",
    async () => {
      const server = await startServer({ ...options(), maxConnections: 1 });
      const [served] = await connectAll(server, 1);
      const late = await connectAll(server, 100);
      await Promise.all(
        late.map(async (socket) => socket.destroyed || once(socket.resume(), "close").catch(() => {})),
      );
      expect(server.statistics).toMatchObject({ open: 1, refused: 100 });
      served?.write("halo\n");
      expect(String(await once(served as Socket, "data"))).toBe(
        "Jumlah karakter dalam kalimat tersebut ada: 4\n",
      );
      served?.destroy();
    },
  );
});
