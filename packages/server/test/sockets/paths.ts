import { once } from "node:events";
import { connect } from "node:net";
import { Peer } from "../../../../testing/peer.js";

/** A raw client of the Unix socket at this path. */
export async function connectToPath(path: string): Promise<Peer> {
  const socket = connect({ path, allowHalfOpen: true });
  await once(socket, "connect");
  return new Peer(socket);
}
