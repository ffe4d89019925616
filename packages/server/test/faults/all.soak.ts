import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { until } from "../../../../testing/until.js";
import { BadClients, MeasuredServer, type Misbehaviour } from "./children.js";
import { honestLatencies, median, quantile } from "./honest.js";
import { sendHostileStreams } from "./hostile-clients.js";
import { travelBadRoads } from "./road-clients.js";

const MIB = 1024 * 1024;

/** How long it takes; the first part until memory has settled is not judged. */
const MINUTES = Number(process.env.HITUNG_SOAK_MINUTES ?? 30);
const WARM_UP = 0.2;

const PLACES = 500;

/** Who misbehaves without end, and how many at once. */
const CROWD: readonly [Misbehaviour, number][] = [
  ["idle", 200],
  ["slow", 100],
  ["deaf", 10],
  ["reset", 20],
];

interface Sample {
  readonly minute: number;
  readonly heap: number;
  readonly resident: number;
}

test(
  `all faults at once for ${MINUTES} minutes: no wrong answer, and memory that does not grow`,
  async () => {
    const server = await MeasuredServer.start({ maxConnections: PLACES, idleTimeout: 5000 });
    const { port } = server;
    const start = performance.now();
    const minute = () => (performance.now() - start) / 60_000;
    const crowds = await Promise.all(
      CROWD.map(([kind, count]) => BadClients.start(kind, { port, count, again: true, every: 200 })),
    );
    const samples: Sample[] = [];
    const nextSample = () => (samples.length * MINUTES) / 120;
    while (minute() < MINUTES) {
      const latencies = await honestLatencies(port);
      await sendHostileStreams(port, 200);
      await travelBadRoads(port, 50);
      await overcrowd(server);
      if (minute() < nextSample()) {
        // Not all of the machine is ours.
        await setTimeout(500);
        continue;
      }
      const { resident, heapUsed, external, open, accepted, refused, idle, counted } = await server.usage();
      const sample = { minute: minute(), heap: heapUsed + external, resident };
      samples.push(sample);
      const p99 = quantile(latencies, 0.99);
      const memory = `heap ${inMib(sample.heap)}, resident ${inMib(sample.resident)}`;
      const done = `open ${open}, accepted ${accepted}, refused ${refused}, idle ${idle}, counted ${counted}`;
      process.stdout.write(
        `${sample.minute.toFixed(1)} min: ${memory}, fds ${server.descriptors}; ${done}; p99 ${p99.toFixed(1)} ms\n`,
      );
    }

    const judged = samples.filter((sample) => sample.minute >= WARM_UP * MINUTES);
    const heap = growth(judged, (sample) => sample.heap);
    const resident = growth(judged, (sample) => sample.resident);
    process.stdout.write(`growth after the warm-up: heap ${inMib(heap)}, resident ${inMib(resident)}\n`);
    // 100 bytes that each connection left behind would be 50 MiB in half an hour. Resident memory moves by 20 MiB up and
    // down, as V8 and the allocator take and return memory; what is alive does not.
    expect(heap).toBeLessThan(2 * MIB);
    expect(resident).toBeLessThan(32 * MIB);

    await Promise.all(crowds.map((crowd) => crowd.stop()));
    await until(async () => (await server.usage()).open === 0);
    await server.close();
  },
  (MINUTES + 5) * 60_000,
);

/**
 * Asks with more clients than there are places, until each has an answer or is closed, and waits until the places are
 * free again.
 */
async function overcrowd(server: MeasuredServer): Promise<void> {
  const before = (await server.usage()).refused;
  const ask = async () => {
    // Who is reset at once learns it before it knows that it was connected.
    const peer = await Peer.connect(server.port).catch(() => undefined);
    await peer?.ask("\n", 40).catch(() => "");
    return peer;
  };
  const peers = await Promise.all(Array.from({ length: PLACES }, ask));
  expect((await server.usage()).refused).toBeGreaterThan(before);
  await Promise.all(peers.map((peer) => peer?.close()));
  await until(async () => (await server.usage()).open < PLACES - 50);
}

/**
 * How much the value grows from the first sample to the last along the median of the slopes of all pairs of samples
 * (Theil and Sen), which single outliers do not move.
 */
function growth(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).map((b) => (value(b) - value(a)) / (b.minute - a.minute)),
  );
  return median(slopes) * ((samples.at(-1)?.minute ?? 0) - (samples[0]?.minute ?? 0));
}

function inMib(bytes: number): string {
  return `${(bytes / MIB).toFixed(2)} MiB`;
}
