import { ErrorCode, UNIT_NAMES, unicodeVersion, unitsOf } from "@hitung/protocol";
import { Counter, collectDefaultMetrics, Gauge, type MetricType, Registry } from "prom-client";
import { BUCKETS } from "./reply-times.js";
import type { Measurement, Service } from "./service.js";
import { cumulative, type Snapshot } from "./snapshot.js";

const MODES = ["text", "frames"] as const;

/** What Prometheus reads. */
export interface MetricsRegistry {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** Returns what Prometheus reads of a service: its own figures, those of Node and of this process. */
export function createRegistry(service: Service, version: string): MetricsRegistry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  let now: Measurement;
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    set: (gauge: Gauge<Label>) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        set(this);
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
  gauge("hitung_build_info", "What runs; the value is always 1.", ["version", "unicode", "node"], (info) =>
    info.set({ version, unicode: unicodeVersion, node: process.versions.node }, 1),
  );
  gauge("hitung_connections_open", "Connections that are open.", [], (open) => open.set(now.total.open));
  gauge("hitung_connections_limit", "Connections that are served at most.", [], (limit) =>
    limit.set(now.maxConnections),
  );
  total("hitung_connections_total", "Connections that were served.", [], (counter) =>
    counter.inc(now.total.accepted),
  );
  total("hitung_connections_idle_total", "Connections that were closed for being idle.", [], (counter) =>
    counter.inc(now.total.idle),
  );
  total("hitung_received_bytes_total", "Bytes that came from clients.", [], (counter) =>
    counter.inc(now.total.bytesRead),
  );
  total("hitung_connections_refused_total", "Connections that were turned away.", ["reason"], (counter) => {
    counter.inc({ reason: "busy" }, now.total.refused);
    counter.inc({ reason: "proxy_header" }, now.total.rejected);
  });
  const messages = "Messages that were counted, by mode and by the units that they asked for.";
  total("hitung_messages_total", messages, ["mode", "units"], (counter) => {
    for (const mode of MODES) {
      now.total[mode].counted.forEach((messages, bits) => {
        const units = unitsOf(bits).map((unit) => UNIT_NAMES[unit]);
        if (messages > 0) counter.inc({ mode, units: units.join("+") }, messages);
      });
    }
  });
  const errors = "Errors that clients were told, by mode and code.";
  total("hitung_errors_total", errors, ["mode", "code", "error"], (counter) => {
    for (const mode of MODES) {
      for (const [error, code] of Object.entries(ErrorCode)) {
        counter.inc({ mode, code, error: error.toLowerCase() }, now.total[mode].errors[code] ?? 0);
      }
    }
  });
  registry.registerMetric(new ReplyTimeHistogram(() => now.total));
  if (service.hasWorkers) {
    gauge("hitung_workers", "Processes that serve, by what they do.", ["state"], (workers) => {
      for (const [state, count] of Object.entries(now.workers ?? {})) workers.set({ state }, count);
    });
    total("hitung_worker_deaths_total", "Workers that ended without being told to.", [], (counter) =>
      counter.inc(now.deaths),
    );
    const cpu = "Processor time of all workers, also of those that have ended.";
    total("hitung_workers_cpu_seconds_total", cpu, [], (counter) => counter.inc(now.total.cpuSeconds));
    gauge("hitung_workers_resident_memory_bytes", "Resident memory of all workers.", [], (bytes) =>
      bytes.set(now.total.residentBytes),
    );
  }
  return {
    contentType: registry.contentType,
    async metrics() {
      now = await service.measure();
      return await registry.metrics();
    },
  };
}

/**
 * A histogram of times that were gathered elsewhere, since to observe each reply by itself, as prom-client's own does,
 * would cost more than to answer it. It extends Gauge, which asks nothing but `get` of what it shows.
 */
class ReplyTimeHistogram extends Gauge<"le"> {
  readonly #snapshot: () => Snapshot;

  constructor(snapshot: () => Snapshot) {
    super({
      name: "hitung_reply_duration_seconds",
      help: "Time from the last byte of a message to its reply, both as they pass between the server and the kernel.",
      registers: [],
    });
    this.#snapshot = snapshot;
  }

  override async get() {
    const description = await super.get();
    const snapshot = this.#snapshot();
    const counts = cumulative(snapshot);
    const buckets = counts.map((value, i) => ({
      metricName: `${description.name}_bucket`,
      labels: { le: BUCKETS[i] ?? "+Inf" },
      value,
    }));
    const count = { metricName: `${description.name}_count`, labels: {}, value: counts.at(-1) ?? 0 };
    const total = { metricName: `${description.name}_sum`, labels: {}, value: snapshot.replySeconds };
    const values = [...buckets, total, count];
    return { ...description, type: "histogram" as unknown as MetricType, values };
  }
}
