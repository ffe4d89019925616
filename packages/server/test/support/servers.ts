import { afterEach } from "@jest/globals";
import { createServer, type Server, type ServerOptions } from "../../src/index.js";
import { Peer } from "./peer.js";

const servers: Server[] = [];
const peers: Peer[] = [];

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server on a free port, which ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const server = createServer({ port: 0, ...options });
  servers.push(server);
  await server.listen();
  return server;
}

/** A raw client of the server, which ends with the test. */
export async function connectTo(server: Server): Promise<Peer> {
  const peer = await Peer.connect(server.address.port);
  peers.push(peer);
  return peer;
}

/** The sentence for a number of characters. */
export function sentence(count: number, terminator = ""): string {
  return `Jumlah karakter dalam kalimat tersebut ada: ${count}${terminator}`;
}
