import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { describe, expect } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { Peer } from "../../../../testing/peer.js";
import { testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { until } from "../../../../testing/until.js";
import type { Server, ServerOptions } from "../../src/index.js";
import { startServer, untilOthersBlock } from "../servers.js";

const folder = temporaryFolder();

let certificate: Certificate | undefined;

const TRANSPORTS: readonly [string, () => ServerOptions, (server: Server) => Socket][] = [
  ["TCP", () => ({}), ({ address }) => connectTcp(address.port, "127.0.0.1")],
  ["a Unix socket", () => ({ path: join(folder, "socket") }), ({ address }) => connectTcp(address.address)],
  [
    "TLS",
    () => {
      certificate ??= new Certificate(folder, "localhost");
      return { tls: certificate };
    },
    ({ address }) => connectTls({ port: address.port, host: "127.0.0.1", rejectUnauthorized: false }),
  ],
];

describe.each(TRANSPORTS)("on %s", (_name, options, connect) => {
  /** Clients, which may be reset. */
  async function connectAll(server: Server, count: number): Promise<Peer[]> {
    const sockets = Array.from({ length: count }, () => connect(server).on("error", () => {}));
    await Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once("ready", resolve).once("close", resolve))),
    );
    return sockets.map((socket) => new Peer(socket));
  }

  /** A client that sends without reading, once the server has stopped to read from it. */
  async function connectDeaf(server: Server): Promise<Peer> {
    const [deaf, honest] = (await connectAll(server, 2)) as [Peer, Peer];
    deaf.socket.pause();
    deaf.send(Buffer.alloc(8_000_000, "\n"));
    await untilOthersBlock(server, honest);
    const left = once(server, "disconnect");
    await honest.close();
    await left;
    return deaf;
  }

  testWith(
    "openssl",
    "a client that never reads is closed when its time is over, and not before",
    async () => {
      stopTime();
      const server = await startServer({ ...options(), idleTimeout: 200 });
      const deaf = await connectDeaf(server);
      const closed = once(server, "disconnect");
      await pass(199);
      expect(server.statistics.open).toBe(1);
      await pass(101);
      expect(await closed).toMatchObject([{ errorCode: 18, mode: "text" }]);
      await deaf.close();
    },
  );

  testWith("openssl", "close ends in time with a client that never reads, and not before", async () => {
    stopTime();
    const server = await startServer({ ...options(), drainTimeout: 200 });
    const deaf = await connectDeaf(server);
    const closed = server.close();
    await pass(199);
    expect(server.statistics.open).toBe(1);
    await pass(1);
    await closed;
    await deaf.close();
  });

  testWith(
    "openssl",
    "far more clients than places are turned away, and the one that has a place is served",
    async () => {
      stopTime();
      const server = await startServer({ ...options(), maxConnections: 1 });
      const [served] = (await connectAll(server, 1)) as [Peer];
      const late = await connectAll(server, 100);
      await until(() => server.statistics.refused === 100);
      await pass(1000);
      await Promise.all(late.map(({ closed }) => closed));
      expect(server.statistics).toMatchObject({ open: 1, refused: 100 });
      expect(await served.ask("halo\n", 46)).toBe(sentence(4, "\n"));
      await served.close();
    },
  );
});
