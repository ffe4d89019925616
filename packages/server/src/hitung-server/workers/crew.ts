import { defaultMaxConnections, type TlsOptions } from "../../options.js";
import { type BoundSocket, bind } from "../../sockets/bind.js";
import type { ListeningAddress } from "../../sockets/listen.js";
import { reasonOf } from "../errors.js";
import type { Log } from "../log.js";
import type { OptionValues } from "../options.js";
import type { Measurement, Service } from "../service.js";
import { addUp, NOTHING, withoutGauges } from "../snapshot.js";
import type { Wording } from "../wording.js";
import { describeExit, Member } from "./member.js";
import type { TlsTexts } from "./messages.js";
import { SlotPool } from "./slots.js";

/** A worker that has listened for so long, in milliseconds, is replaced at once when it dies. */
const STABLE_MS = 1000;

/** The pause before a worker is replaced, in milliseconds, if several have died soon: it doubles with each. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** How much longer than the drain timeout a worker may take to end, in milliseconds. One that is stopped never does. */
const GRACE_MS = 5000;

/**
 * Serves with several processes. They share one socket, which this process has bound and keeps: the kernel gives each client
 * to one of those that listen, and keeps clients waiting while none does. So nobody is refused where a worker dies or is
 * replaced. (Where one process accepts and hands clients on, as Node's cluster does by default, they are lost.)
 */
export class Crew implements Service {
  readonly maxConnections: number;
  readonly hasWorkers = true;
  readonly #options: OptionValues;
  readonly #log: Log;
  readonly #wording: Wording;
  readonly #inherited: number | undefined;
  readonly #members = new Set<Member>();
  readonly #slots: SlotPool<Member>;
  #tls: TlsTexts | undefined;
  #socket: BoundSocket | undefined;
  /** What workers have done that do not exist any more. */
  #past = NOTHING;
  #deaths = 0;
  /** How many in a row died soon. */
  #earlyDeaths = 0;
  /** Workers that are started after a pause. */
  readonly #pauses = new Set<NodeJS.Timeout>();
  #rolling: Promise<void> | undefined;
  #isRollDue = false;
  #state: Service["state"] = "starting";

  /** @param fd a descriptor to listen on, instead of the address in the options */
  constructor(
    options: OptionValues,
    tls: TlsOptions | undefined,
    fd: number | undefined,
    log: Log,
    wording: Wording,
  ) {
    this.#options = options;
    this.#tls = tls && textsOf(tls);
    this.#inherited = fd;
    this.#log = log;
    this.#wording = wording;
    this.maxConnections = options.maxConnections ?? defaultMaxConnections(options.workers);
    this.#slots = new SlotPool(this.maxConnections, (slots) => {
      for (const member of this.#members) member.send({ kind: "spare", slots });
    });
  }

  get state(): Service["state"] {
    if (this.#state !== "ready") return this.#state;
    return this.#active.some(({ state }) => state === "listening") ? "ready" : "starting";
  }

  async listen(): Promise<ListeningAddress> {
    const { host, port, socket: path, socketMode: mode, workers } = this.#options;
    this.#socket = await bind({ fd: this.#inherited, host, port, path, mode });
    try {
      // The first one alone tells whether it is possible at all.
      await this.#start().listening;
      await this.#socket.publish();
    } catch (error) {
      await this.close();
      throw error;
    }
    this.#state = "ready";
    const others = Array.from({ length: workers - 1 }, () => this.#start().listening);
    await Promise.allSettled(others);
    return this.#socket.address;
  }

  async measure(): Promise<Measurement> {
    const members = Array.from(this.#members);
    await Promise.all(members.map((member) => member.measure()));
    const total = Array.from(this.#members, ({ snapshot }) => snapshot).reduce(addUp, this.#past);
    const workers = { starting: 0, listening: 0, draining: 0 };
    for (const { state } of this.#members) workers[state]++;
    return { total, maxConnections: this.maxConnections, workers, deaths: this.#deaths };
  }

  setTls(tls: TlsOptions): void {
    this.#tls = textsOf(tls);
    for (const member of this.#members) member.send({ kind: "tls", tls: this.#tls });
  }

  /**
   * Replaces all workers, one after the other: a new one listens before an old one ends. If it is asked for meanwhile, it is
   * done once more.
   */
  async roll(): Promise<void> {
    this.#isRollDue = true;
    this.#rolling ??= this.#roll().finally(() => {
      this.#rolling = undefined;
    });
    await this.#rolling;
  }

  async close(): Promise<void> {
    this.#state = "stopping";
    for (const pause of this.#pauses) clearTimeout(pause);
    const late = setTimeout(() => this.kill(), this.#options.drainTimeout + GRACE_MS);
    await Promise.all(Array.from(this.#members, (member) => this.#drain(member)));
    clearTimeout(late);
    this.#socket?.close();
  }

  /** Ends all workers at once, whoever is served. */
  kill(): void {
    for (const member of this.#members) member.kill();
  }

  #start(): Member {
    const member = new Member((this.#socket as BoundSocket).fd, {
      onAsk: (asking) => asking.send({ kind: "granted", slots: this.#slots.take(asking) }),
      onGive: (giving, slots) => this.#slots.give(giving, slots),
    });
    this.#members.add(member);
    this.#slots.add(member);
    member.send({
      kind: "start",
      options: this.#options,
      tls: this.#tls,
      maxConnections: this.maxConnections,
      spare: this.#slots.spare,
    });
    member.listening.then(
      () =>
        this.#log.info(
          { event: "worker_listening", worker: member.pid },
          this.#wording.log.workerListens(member.pid ?? 0),
        ),
      (error) => {
        // One that cannot listen would wait for ever.
        member.kill();
        if (this.#state === "ready")
          this.#log.error(
            { event: "worker_failed", err: error },
            this.#wording.log.workerFailed(reasonOf(error)),
          );
      },
    );
    member.exited.then((exit) => this.#onExit(member, describeExit(exit)));
    return member;
  }

  #onExit(member: Member, how: string): void {
    this.#members.delete(member);
    this.#slots.remove(member);
    this.#past = addUp(this.#past, withoutGauges(member.snapshot));
    if (member.state === "draining" || this.#state !== "ready") return;
    this.#deaths++;
    this.#earlyDeaths = member.age >= STABLE_MS ? 0 : this.#earlyDeaths + 1;
    const pause =
      this.#earlyDeaths === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#earlyDeaths - 1), LONGEST_PAUSE_MS);
    const { pid = 0 } = member;
    // One that never listened has failed, which is told already.
    if (member.state === "listening") {
      this.#log.error(
        { event: "worker_died", worker: pid, how, restartMs: pause },
        this.#wording.log.workerDied(pid, how, pause / 1000),
      );
    }
    this.#fill(pause);
  }

  /** Starts workers, after a pause, until they are as many as there should be. */
  #fill(pause: number): void {
    const missing = this.#options.workers - this.#active.length - this.#pauses.size;
    for (let i = 0; i < missing; i++) {
      const timer = setTimeout(() => {
        this.#pauses.delete(timer);
        this.#start();
      }, pause);
      this.#pauses.add(timer);
    }
  }

  /** The workers that are not told to end. */
  get #active(): Member[] {
    return Array.from(this.#members).filter(({ state }) => state !== "draining");
  }

  async #roll(): Promise<void> {
    const { log } = this.#wording;
    while (this.#isRollDue && this.#state === "ready") {
      this.#isRollDue = false;
      const old = this.#active;
      this.#log.info({ event: "rolling", workers: old.length }, log.rolling(old.length));
      for (const member of old) {
        // It died meanwhile, and was replaced already; or the service ends.
        if (!this.#members.has(member) || this.#state !== "ready") continue;
        const next = this.#start();
        try {
          await next.listening;
        } catch {
          this.#log.error({ event: "not_rolled" }, log.notRolled);
          return;
        }
        await this.#drain(member);
        if (this.#state === "ready") this.#fill(0);
      }
      if (this.#state === "ready") this.#log.info({ event: "rolled" }, log.rolled);
    }
  }

  /** Has a worker end, and waits until it has. */
  async #drain(member: Member): Promise<void> {
    member.state = "draining";
    member.send({ kind: "close" });
    await member.exited;
  }
}

function textsOf({ cert, key }: TlsOptions): TlsTexts {
  return { cert: Buffer.from(cert).toString(), key: Buffer.from(key).toString() };
}
