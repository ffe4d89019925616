import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { hexOf, startRivals } from "./rivals.js";

/** So many clients send without end, while another one asks and waits, asks and waits. */
const FLOODERS = 20;

const REDIS = "Redis ECHO";

/** What they send to us; Redis gets PING. */
const FLOODS = {
  "empty lines": "0a",
  "messages with unknown units": "f9100000000161",
  "messages that are not UTF-8": "f90100000001ff",
  "messages in pieces without end": "f80100000000",
  "messages that are counted": "f9010000000161",
};

/** How long one client waits for its answer while others flood the server: the 99th percentile, in milliseconds. */
export async function benchFairness({ fairnessRounds, questions }) {
  const results = [];
  for (const [flood, request] of Object.entries(FLOODS)) {
    const waits = new Map();
    for (let round = 0; round < fairnessRounds; round++) {
      for (const { name, server, request: question, reply } of await startRivals()) {
        const floods = name === REDIS ? hexOf("PING\r\n") : request;
        if (name !== "bare Node echo") {
          const wait = await waitBeside(server.port, floods, question, reply, questions);
          waits.set(name, [...(waits.get(name) ?? []), wait]);
        }
        await server.stop();
      }
    }
    const medians = new Map([...waits].map(([name, all]) => [name, median(all)]));
    results.push(resultOf(`answer beside ${FLOODERS} clients that send ${flood}, p99`, "ms", medians));
  }
  return results;
}

async function waitBeside(port, flood, question, reply, questions) {
  const script = fileURLToPath(new URL("flood.js", import.meta.url));
  const flooders = spawn(process.execPath, [script, port, FLOODERS, flood].map(String), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(flooders.stdout, "data");
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const times = [];
  // The first one finds the server before the flood has reached it.
  for (let i = -1; i < questions; i++) {
    const begin = performance.now();
    socket.write(Buffer.from(question, "hex"));
    let received = "";
    while (received.length < reply.length) received += (await once(socket, "data"))[0].toString("hex");
    if (received !== reply) throw new Error(`a wrong reply: ${received}`);
    if (i >= 0) times.push(performance.now() - begin);
  }
  socket.destroy();
  flooders.kill("SIGKILL");
  await once(flooders, "close");
  times.sort((a, b) => a - b);
  return times[Math.ceil(0.99 * times.length) - 1];
}
