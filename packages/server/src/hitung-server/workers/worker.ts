import { connectionsPerProcess } from "../../options.js";
import { createServer } from "../../server.js";
import { createLog, type LogStream, logConnections, logMessages } from "../log.js";
import { replyTimesFor, serverOptionsOf } from "../service.js";
import { takeSnapshot } from "../snapshot.js";
import { WORDING } from "../wording.js";
import { type FromWorker, type ToWorker, WORKER_FD } from "./messages.js";
import { WorkerSlots } from "./slots.js";

/** How often, in milliseconds, a worker tells what it has done without being asked: if it is killed no more is lost. */
const MEASURE_MS = 1000;

/** The way to the primary process, which has started this one. */
export interface Channel {
  /** Does nothing if the primary is gone. */
  send(message: FromWorker): void;
  on(event: "message", listener: (message: ToWorker) => void): unknown;
  /** The primary is gone. */
  on(event: "disconnect", listener: () => void): unknown;
}

/**
 * Serves clients as the primary process says, until it says otherwise, or is gone. Settles when the clients are gone.
 * @param fd the socket to listen on
 */
export async function work(channel: Channel, stdout: LogStream, fd = WORKER_FD): Promise<void> {
  const start = await new Promise<Extract<ToWorker, { kind: "start" }> | undefined>((resolve) => {
    channel.on("message", (message) => message.kind === "start" && resolve(message));
    channel.on("disconnect", () => resolve(undefined));
  });
  if (start === undefined) return;
  const { options, tls, maxConnections } = start;
  const wording = WORDING[options.lang].log;
  const replyTimes = replyTimesFor(options);
  const slots = new WorkerSlots(
    start.spare,
    () => channel.send({ kind: "ask" }),
    (given) => channel.send({ kind: "give", slots: given }),
  );
  const server = createServer({
    ...serverOptionsOf(options, replyTimes),
    maxConnections: Math.min(maxConnections, connectionsPerProcess()),
    sharedLimit: slots,
    tls,
    fd,
  });
  // From here to the listeners nothing is awaited: the next message may come in the next turn of the event loop.
  const measure = () => channel.send({ kind: "measured", snapshot: takeSnapshot(server, replyTimes) });
  let last = "";
  const timer = setInterval(() => {
    const { open, accepted, refused, bytesRead } = server.statistics;
    const now = [open, accepted, refused, bytesRead].join();
    if (now !== last) measure();
    last = now;
  }, MEASURE_MS);
  const told = new Promise<void>((resolve) => {
    channel.on("disconnect", () => {
      slots.end();
      // The primary was killed. The clients should not know.
      resolve();
    });
    channel.on("message", (message) => {
      if (message.kind === "granted") slots.onGranted(message.slots);
      else if (message.kind === "spare") slots.onSpare(message.slots);
      else if (message.kind === "tls") server.setTls(message.tls);
      else if (message.kind === "measure") measure();
      else if (message.kind === "close") resolve();
    });
  });
  const log = await createLog(stdout, options.logLevel, wording);
  logConnections(server, log, wording, maxConnections);
  if (options.logMessages) logMessages(server, log, wording);
  try {
    await server.listen();
    channel.send({ kind: "listening" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    channel.send({ kind: "failed", code, message });
  }
  await told;
  await server.close();
  clearInterval(timer);
  measure();
}
