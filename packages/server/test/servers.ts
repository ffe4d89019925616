import { whenTestEnds } from "../../../testing/cleanup.js";
import { Peer } from "../../../testing/peer.js";
import { until } from "../../../testing/until.js";
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

/** Sends this, and waits until the server has read it. Nobody else may send meanwhile. */
export async function deliver(server: Server, peer: Peer, bytes: string | Uint8Array): Promise<void> {
  const read = server.statistics.bytesRead + Buffer.byteLength(bytes);
  peer.send(bytes);
  await until(() => server.statistics.bytesRead >= read);
}

/**
 * Waits until the server answers nobody but this client, which speaks text: then it has stopped to read from those who
 * take no answers.
 */
export async function untilOthersBlock(server: Server, honest: Peer): Promise<void> {
  const answered = () => server.statistics.text.counted[1] as number;
  let before: number;
  do {
    before = answered();
    await honest.ask("x\n", 46);
  } while (answered() - before > 1);
}
