import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { createServer, type Server, type ServerOptions } from "@hitung/server";
import { afterEach } from "@jest/globals";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The real server on a free port, which ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server & { port: number }> {
  const server = createServer({ port: 0, ...options });
  cleanups.push(() => server.close());
  const { port } = await server.listen();
  return Object.assign(server, { port });
}

/** A server that does what a test wants of it, and its port. */
export async function startFakeServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The sentence for a number of characters. */
export function sentence(count: number): string {
  return `Jumlah karakter dalam kalimat tersebut ada: ${count}`;
}
