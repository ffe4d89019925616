import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { TEXT_PAUSE_MS } from "@hitung/protocol";
import { Finding, type Remark } from "../job.js";
import { canBeSet, commandFor } from "../settings.js";
import { compare, describeExpected, type Fault, framesIn } from "./comparison.js";
import { Connection } from "./connection.js";
import { ServerScene } from "./server-scene.js";
import { Transcript } from "./transcript.js";
import type { FrameVector, TextVector, VectorSetting } from "./vectors.js";

/** A silence that a server in text mode takes for a pause, and some more. */
export const PAUSE_MS = 1.5 * TEXT_PAUSE_MS;
/** Bytes that took longer to send may have been a pause for the server: they are sent again. */
const LONGEST_SENDING_MS = TEXT_PAUSE_MS / 3;
const ATTEMPTS = 5;
/** The time between two pieces, in milliseconds. */
const READING_MS = 2;
/** So many connections are open at once. */
const AT_ONCE = 24;

/** How the bytes of a vector are cut. */
export interface Cut {
  readonly name: string;
  /** Where it is cut; the server has time to read each piece. */
  readonly places: readonly number[];
  /** The pieces follow each other at once. */
  readonly isFast?: boolean;
  /** Each piece is sent when the server is seen to have read the one before, however slow the machine is. */
  readonly isWatched?: boolean;
}

export const WHOLE: Cut = { name: "", places: [] };

/** A message of one character, and the reply to it: they show that a connection goes on. */
const NEXT = Buffer.from("f9010000000161", "hex");
const NEXT_REPLY = "fa01000000080000000000000001";

/** A scene in which vectors are played, many at once, each on a connection of its own. */
export class VectorScene extends ServerScene {
  /** The first run that failed, or else the first of all. */
  #shown: Transcript | undefined;
  #shownFault: Remark | undefined;
  #failed = 0;
  #played = 0;
  #skipped = 0;

  /** Runs each of these against a server that is set as it says. */
  async playAll<V extends VectorSetting & { readonly name: string }>(
    vectors: readonly V[],
    cutsOf: (vector: V) => readonly Cut[],
    play: (vector: V, cut: Cut, transcript: Transcript) => Promise<Fault | undefined>,
  ): Promise<void> {
    const { command } = this.job;
    for (const group of groupsOf(vectors)) {
      const [first] = group as [V];
      if (!canBeSet(command, first)) {
        this.#skipped += group.length;
        continue;
      }
      await this.program?.kill();
      this.connections.splice(0);
      await this.start(command && commandFor(command, pick(first)));
      const runs = group.flatMap((vector) => cutsOf(vector).map((cut) => ({ vector, cut })));
      while (runs.length > 0) {
        const failedBefore = this.#failed;
        const played = await Promise.all(
          runs.splice(0, AT_ONCE).map(async ({ vector, cut }) => {
            const transcript = new Transcript();
            return { vector, cut, fault: await play(vector, cut, transcript), transcript };
          }),
        );
        for (const { vector, cut, fault, transcript } of played) {
          this.#note(vector.name, cut.name, fault, transcript);
        }
        // Each fault costs the time that nobody answers in: a few are enough.
        if (this.#failed > failedBefore && this.#failed >= 3) break;
      }
    }
    this.#conclude(vectors.length);
  }

  #note(name: string, how: string, fault: Fault | undefined, transcript: Transcript): void {
    this.#played++;
    if (fault !== undefined) {
      this.#failed++;
      if (this.#shownFault === undefined) {
        this.#shown = transcript;
        this.#shownFault = ["vector", name, how, fault.came, fault.expected];
      }
    }
    this.#shown ??= transcript;
  }

  #conclude(total: number): void {
    this.transcript.entries.push(...(this.#shown?.entries ?? []));
    if (this.#skipped > 0) this.told("needsSettings", String(this.#skipped), String(total));
    if (this.#shownFault !== undefined) {
      const exit = this.program?.exit;
      throw new Finding(exit === undefined || exit.code === 0 ? "wrong" : "died", this.#shownFault);
    }
    if (this.#played === 0) throw new Finding("notRun");
  }

  /** Opens a connection that is written down by itself. */
  async connectFor(transcript: Transcript): Promise<Connection | undefined> {
    const { host, port } = this.address;
    const connection = Connection.to(host, port, 1, transcript);
    this.connections.push(connection);
    await this.patience.until(() => connection.isConnected || connection.failure !== undefined);
    return connection.isConnected ? connection : undefined;
  }

  /** Sends bytes in pieces. */
  async sendCut(connection: Connection, bytes: Buffer, { places, isFast, isWatched }: Cut): Promise<void> {
    const edges = [0, ...places, bytes.length];
    for (const [i, edge] of edges.slice(1).entries()) {
      connection.send(bytes.subarray(edges[i], edge));
      if (connection.isOver) return;
      if (isFast) await nextTurn();
      else if (edge < bytes.length) {
        // Most servers have read it by then. To look whether they have takes the kernel longer.
        await sleep(READING_MS);
        if (isWatched) await this.untilRead(connection);
      }
    }
  }

  async playFrames(
    { input, end, replies, closes }: FrameVector,
    cut: Cut,
    transcript: Transcript,
  ): Promise<Fault | undefined> {
    const connection = await this.connectFor(transcript);
    const expected = replies.map(describeExpected).join(" ");
    if (connection === undefined) return { came: "", expected };
    await this.sendCut(connection, Buffer.from(input, "hex"), cut);
    if (end) connection.end();
    const came = () => framesIn(connection.received);
    await this.patience.until(() => came().length >= replies.length || connection.isOver);
    if (closes) await this.patience.until(() => connection.isOver);
    else {
      connection.send(NEXT);
      await this.patience.until(() => came().length > replies.length || connection.isOver);
    }
    const all = closes ? replies : [...replies, { frame: NEXT_REPLY }];
    const fault = compare(connection.received, all);
    const isOpen = closes && connection.ending === undefined;
    connection.reset();
    return fault ?? (isOpen ? { came: "", expected: "[EOF]" } : undefined);
  }

  async playText({ steps }: TextVector, cut: Cut, transcript: Transcript): Promise<Fault | undefined> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.connectFor(transcript);
      if (connection === undefined)
        return { came: "", expected: steps.map(({ replies }) => replies).join("") };
      let expected = "";
      let isSlow = false;
      for (const step of steps) {
        const start = performance.now();
        if (step.do === "send") {
          const bytes = Buffer.from(step.bytes ?? "", "hex");
          await this.sendCut(connection, bytes, {
            ...cut,
            places: cut.places.length === 0 ? [] : cut.isFast ? each(bytes) : middleOf(bytes),
          });
          isSlow ||= performance.now() - start > LONGEST_SENDING_MS;
        } else if (step.do === "end") connection.end();
        expected += step.replies;
        if (step.do === "pause" && step.replies === "") await this.patience.quiet(PAUSE_MS);
        else if (step.do !== "send") await this.#until(connection, expected.length / 2);
      }
      const ends = steps.at(-1)?.do === "end";
      if (ends) await this.patience.until(() => connection.isOver);
      else await this.patience.quiet(20);
      const came = connection.received.toString("hex");
      const isOpen = ends && connection.ending === undefined;
      connection.reset();
      if (came === expected && !isOpen) return undefined;
      if (isSlow && attempt < ATTEMPTS) {
        transcript.entries.splice(0);
        continue;
      }
      const text = (hex: string) => JSON.stringify(Buffer.from(hex, "hex").toString());
      return { came: text(came), expected: `${text(expected)}${isOpen ? " [EOF]" : ""}` };
    }
  }

  async #until(connection: Connection, size: number): Promise<void> {
    await this.patience.until(() => connection.received.length >= size || connection.isOver);
  }
}

/** A cut in the middle, where there is one. */
function middleOf({ length }: Uint8Array): number[] {
  return length < 2 ? [] : [length >> 1];
}

/** A cut behind every byte. */
export function each(bytes: Uint8Array): number[] {
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, i) => i + 1);
}

/** The vectors that can be played on the same server. */
function groupsOf<V extends VectorSetting>(vectors: readonly V[]): V[][] {
  const groups = new Map<string, V[]>();
  for (const vector of vectors) {
    const key = JSON.stringify(pick(vector));
    groups.set(key, [...(groups.get(key) ?? []), vector]);
  }
  return [...groups.values()];
}

function pick({ language, unit, limit }: VectorSetting): VectorSetting {
  return {
    ...(language !== undefined && { language }),
    ...(unit !== undefined && { unit }),
    ...(limit !== undefined && { limit }),
  };
}
