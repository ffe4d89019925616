import { ErrorCode, type Tally, UNIT_NAMES, unitsOf } from "@hitung/protocol";
import { Counter, collectDefaultMetrics, Gauge, type MetricType, Registry } from "prom-client";
import type { Server } from "../server.js";
import { BUCKETS, type ReplyTimes } from "./reply-times.js";

const MODES = ["text", "frames"] as const;

/** Returns what Prometheus reads of a server: its own figures, those of Node and of the process. */
export function createRegistry(server: Server, replyTimes: ReplyTimes): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  const total = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    count: (counter: Counter<Label>) => void,
  ) =>
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        count(this);
      },
    });
  gauge("hitung_connections_open", "Connections that are open.", () => server.statistics.open);
  gauge("hitung_connections_limit", "Connections that are served at most.", () => server.maxConnections);
  total("hitung_connections_total", "Connections that were served.", [], (counter) =>
    counter.inc(server.statistics.accepted),
  );
  total("hitung_connections_idle_total", "Connections that were closed for being idle.", [], (counter) =>
    counter.inc(server.statistics.idle),
  );
  total("hitung_received_bytes_total", "Bytes that came from clients.", [], (counter) =>
    counter.inc(server.statistics.bytesRead),
  );
  total("hitung_connections_refused_total", "Connections that were turned away.", ["reason"], (counter) =>
    counter.inc({ reason: "busy" }, server.statistics.refused),
  );
  const messages = "Messages that were counted, by mode and by the units that they asked for.";
  total("hitung_messages_total", messages, ["mode", "units"], (counter) => {
    for (const { mode, numbers } of tallies(server, "counted")) {
      numbers.forEach((messages, bits) => {
        const units = unitsOf(bits).map((unit) => UNIT_NAMES[unit]);
        if (messages > 0) counter.inc({ mode, units: units.join("+") }, messages);
      });
    }
  });
  const errors = "Errors that clients were told, by mode and code.";
  total("hitung_errors_total", errors, ["mode", "code", "error"], (counter) => {
    for (const { mode, numbers } of tallies(server, "errors")) {
      for (const [error, code] of Object.entries(ErrorCode)) {
        counter.inc({ mode, code, error: error.toLowerCase() }, numbers[code]);
      }
    }
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
