import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { statusKb } from "../../../scripts/shared/process-status.js";

const HOST = "127.0.0.1";

/** How long, in milliseconds, a server that has just started is left alone before its memory is looked at. */
const SETTLING_MS = 300;

/** The time from starting a server to the first connection that it accepts, and its memory then. */
export async function benchStart({ starts }) {
  const rivals = [
    { name: "hitung", args: ["../dist/hitung-server/bin.cjs", "--port"] },
    { name: "bare Node echo", args: ["bare-echo.js"] },
  ];
  const times = new Map(rivals.map(({ name }) => [name, []]));
  const sizes = new Map(rivals.map(({ name }) => [name, []]));
  for (let round = -1; round < starts; round++) {
    for (const { name, args } of rivals) {
      const { time, size } = await start(args);
      // The first round does not count.
      if (round < 0) continue;
      times.get(name).push(time);
      sizes.get(name).push(size);
    }
  }
  const medians = (figures) => new Map([...figures].map(([name, all]) => [name, median(all)]));
  return [
    resultOf("start of a server, until it accepts a connection", "ms", medians(times)),
    resultOf("memory of a server that has just started", "MiB", medians(sizes)),
  ];
}

async function start([script, ...args]) {
  // It is asked again and again, as a supervisor does, and not read from: to parse what it says is not its work.
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(script, import.meta.url)), ...args, String(port)],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const ended = once(child, "close");
  while (!(await accepts(port))) if (child.exitCode !== null) throw new Error(`${script} ended`);
  const time = performance.now() - begin;
  await sleep(SETTLING_MS);
  const size = statusKb(child.pid, "VmRSS") / 1024;
  child.kill("SIGTERM");
  await ended;
  return { time, size };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => {
      socket.destroy();
      resolve(true);
    });
    // Not too often: each attempt takes processor time from the server.
    socket.on("error", () => setTimeout(resolve, 1, false));
  });
}
