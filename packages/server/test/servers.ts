import { whenTestEnds } from "../../../testing/cleanup.js";
import { Peer } from "../../../testing/peer.js";
import { createServer, type Server, type ServerOptions } from "../src/index.js";

/** A server on a free port, which ends with the test. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const server = createServer({ port: 0, ...options });
  whenTestEnds(() => server.close());
  await server.listen();
  return server;
}

/** A raw client of the server, which ends with the test. */
export async function connectTo(server: Server): Promise<Peer> {
  const peer = await Peer.connect(server.address.port);
  whenTestEnds(() => peer.close());
  return peer;
}
