import { ErrorCode, type Tally, UNIT_NAMES, unitsOf } from "@hitung/protocol";
import { Counter, collectDefaultMetrics, Gauge, type MetricType, Registry } from "prom-client";
import type { Server } from "../server.js";
import { BUCKETS, type ReplyTimes } from "./reply-times.js";

const MODES = ["text", "frames"] as const;

/** What Prometheus reads of a server: its own figures, those of Node and of the process. */
export function createRegistry(server: Server, replyTimes: ReplyTimes): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "hitung_connections_open",
    help: "Connections that are open.",
    registers,
    collect() {
      this.set(server.statistics.open);
    },
  });
  new Gauge({
    name: "hitung_connections_limit",
    help: "Connections that are served at most.",
    registers,
    collect() {
      this.set(server.maxConnections);
    },
  });
  const total = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  total("hitung_connections_total", "Connections that were served.", () => server.statistics.accepted);
  total(
    "hitung_connections_idle_total",
    "Connections that were closed for being idle.",
    () => server.statistics.idle,
  );
  total("hitung_received_bytes_total", "Bytes that came from clients.", () => server.statistics.bytesRead);
  new Counter({
    name: "hitung_connections_refused_total",
    help: "Connections that were turned away.",
    labelNames: ["reason"],
    registers,
    collect() {
      this.reset();
      this.inc({ reason: "busy" }, server.statistics.refused);
    },
  });
  new Counter({
    name: "hitung_messages_total",
    help: "Messages that were counted, by mode and by the units that they asked for.",
    labelNames: ["mode", "units"],
    registers,
    collect() {
      this.reset();
      for (const { mode, numbers } of tallies(server, "counted")) {
        numbers.forEach((messages, bits) => {
          const units = unitsOf(bits).map((unit) => UNIT_NAMES[unit]);
          if (messages > 0) this.inc({ mode, units: units.join("+") }, messages);
        });
      }
    },
  });
  new Counter({
    name: "hitung_errors_total",
    help: "Errors that clients were told, by mode and code.",
    labelNames: ["mode", "code", "error"],
    registers,
    collect() {
      this.reset();
      for (const { mode, numbers } of tallies(server, "errors")) {
        for (const [error, code] of Object.entries(ErrorCode)) {
          this.inc({ mode, code, error: error.toLowerCase() }, numbers[code]);
        }
      }
    },
  });
  registry.registerMetric(new ReplyTimeHistogram(replyTimes));
  return registry;
}

function tallies(server: Server, kind: keyof Pick<Tally, "counted" | "errors">) {
  const { statistics } = server;
  return MODES.map((mode) => ({ mode, numbers: statistics[mode][kind] }));
}

/**
 * A histogram of times that were gathered elsewhere, since to observe each reply by itself, as prom-client's own does,
 * would cost more than to answer it. It extends Gauge, which asks nothing but `get` of what it shows.
 */
class ReplyTimeHistogram extends Gauge<"le"> {
  readonly #times: ReplyTimes;

  constructor(times: ReplyTimes) {
    super({
      name: "hitung_reply_duration_seconds",
      help: "Time from the last byte of a message to its reply, both as they pass between the server and the kernel.",
      registers: [],
    });
    this.#times = times;
  }

  override async get() {
    const description = await super.get();
    const { cumulative, sum } = this.#times;
    const buckets = cumulative.map((value, i) => ({
      metricName: `${description.name}_bucket`,
      labels: { le: BUCKETS[i] ?? "+Inf" },
      value,
    }));
    const count = { metricName: `${description.name}_count`, labels: {}, value: cumulative.at(-1) ?? 0 };
    const total = { metricName: `${description.name}_sum`, labels: {}, value: sum };
    const values = [...buckets, total, count];
    return { ...description, type: "histogram" as unknown as MetricType, values };
  }
}
