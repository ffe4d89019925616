import { once } from "node:events";
import { connect } from "node:net";
import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { statusKb } from "../../../scripts/shared/process-status.js";
import { fileDescriptorLimit } from "../dist/sockets/fd-limit.js";
import { startRivals } from "./rivals.js";

/** Fewer than the backlog of each server: Redis and a bare Node ask for 511. */
const CONNECTS_AT_ONCE = 250;

/** File descriptors that this process needs besides. */
const RESERVED_DESCRIPTORS = 100;

/** The memory of servers whose clients are idle, after each has sent one message and has its reply. */
export async function benchMemory({ memoryRounds, connections }) {
  const most = (fileDescriptorLimit() ?? Infinity) - RESERVED_DESCRIPTORS;
  const steps = connections.filter((count) => count <= most);
  const sizes = new Map(steps.map((count) => [count, new Map()]));
  for (let round = 0; round < memoryRounds; round++) {
    for (const { name, server, request, reply } of await startRivals()) {
      const sockets = [];
      for (const count of steps) {
        while (sockets.length < count) {
          const some = Math.min(CONNECTS_AT_ONCE, count - sockets.length);
          const clients = Array.from({ length: some }, () => askOnce(server.port, request, reply));
          sockets.push(...(await Promise.all(clients)));
        }
        const all = sizes.get(count);
        all.set(name, [...(all.get(name) ?? []), statusKb(server.pid, "VmRSS") / 1024]);
      }
      for (const socket of sockets) socket.resetAndDestroy();
      await server.stop();
    }
  }
  return steps.map((count) => {
    const medians = new Map([...sizes.get(count)].map(([name, all]) => [name, median(all)]));
    return resultOf(`memory with ${count} idle connections`, "MiB", medians);
  });
}

async function askOnce(port, request, reply) {
  const socket = connect(port, "127.0.0.1");
  socket.write(Buffer.from(request, "hex"));
  let received = "";
  while (received.length < reply.length) received += (await once(socket, "data"))[0].toString("hex");
  if (received !== reply) throw new Error(`a wrong reply: ${received}`);
  return socket;
}
