import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { reset } from "../../src/sockets/closing.js";

test.each<[string, (peer: Peer) => unknown]>([
  ["is open", () => {}],
  ["is just being ended", (peer) => peer.halfClose()],
  ["was ended", (peer) => setImmediate(peer.halfClose())],
  ["has bytes that the other side does not take", (peer) => peer.send(Buffer.alloc(20_000_000))],
  ["was ended behind such bytes", (peer) => peer.send(Buffer.alloc(20_000_000)).halfClose()],
  ["is closed", (peer) => peer.close()],
])("a socket that %s is closed, and leaves nothing behind", async (_what, act) => {
  const others: Peer[] = [];
  const peer = await Peer.connect(await startFakeServer((socket) => others.push(new Peer(socket.pause()))));
  while (others.length === 0) await setImmediate();
  await act(peer);
  reset(peer.socket);
  expect(await peer.closed).toBeUndefined();
  expect(peer.socket).toMatchObject({ destroyed: true, _handle: null });
});
