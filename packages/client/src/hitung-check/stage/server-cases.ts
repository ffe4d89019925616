import { Finding, type Manner } from "../job.js";
import { countsIn, restOf } from "../reading/form.js";
import { reasonFor } from "../reading/reasons.js";
import { LF, type ServerScene } from "./server-scene.js";

/** The message of the exercise. */
export const SAMPLE = "Handy Arfiano Hastyawan";
/** Another one, of another length, without a digit. */
export const OTHER = "Belajar soket di kampus, bersama teman-teman";

const SHORT = "Hai";
const LONG = "Pesan ini jauh lebih panjang daripada pesan berikutnya";
const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
const NOT_UTF8 = Buffer.from([0x68, 0x61, 0x6c, 0x6f, 0xff]);
const CROWD = 100;
/** So many bytes after the end of the stream are replies without end. */
const MORE_REPLIES = 1000;
/** The kernel sends a SYN that nobody took again after so long, in milliseconds, or earlier. */
const LONGEST_RETRY_MS = 2500;
/** The sample is cut here. */
const FIRST_PIECE = 14;

/** Asks once, to find out how the server answers: as the message stands, with LF behind it, and with the end of the stream. */
export async function probe(scene: ServerScene, message: string, manner: Manner): Promise<void> {
  const ports = await scene.start();
  const connection = await scene.connect();
  connection.send(Buffer.from(message));
  const tries: readonly Manner[] = manner === "plain" ? ["plain", "line", "end"] : [manner];
  for (const each of tries) {
    if (each === "line") connection.send(LF);
    if (each === "end") connection.end();
    await scene.patience.until(() => connection.received.length > 0 || connection.isOver);
    if (connection.received.length > 0) {
      await scene.patience.quiet(200, () => connection.isOver);
      scene.found = { manner: each, reply: connection.received.toString("hex"), ports };
      return;
    }
    if (connection.isOver) break;
  }
  throw await scene.noReply(connection, { bytes: connection.received });
}

/** The cases of the exercise for servers, by id. */
export const SERVER_CASES: Readonly<Record<string, (scene: ServerScene) => Promise<void>>> = {
  async S01(scene) {
    await scene.start();
    if (scene.job.command === undefined) await scene.connect();
  },

  async S02(scene) {
    const ports = await scene.start();
    if (!ports.includes(scene.job.port)) throw new Finding("wrong", ["otherPort", ports.join(", ")]);
  },

  async S03(scene) {
    await scene.start();
    await scene.askAnew(SAMPLE);
    // Only here the line end that it counts is held against it.
    const expected = [...SAMPLE].length;
    if (scene.dialect.countsLineEnd) {
      throw new Finding("wrong", ["lineEnd", String(expected + 1), String(expected)]);
    }
  },

  async S04(scene) {
    await scene.start();
    const first = await scene.askAnew(LONG);
    if (!first.isOver && scene.dialect.manner !== "end") {
      first.clear();
      scene.send(first, SHORT);
      const reply = await scene.reply(first, SHORT);
      if (reply.counts.length > 0) {
        await scene.check(first, SHORT);
        return;
      }
    }
    first.leave();
    await scene.rest();
    const second = scene.program?.exit === undefined ? scene.open() : undefined;
    await scene.patience.until(() => second?.isConnected !== false || second.failure !== undefined);
    if (second?.isConnected) {
      scene.send(second, SHORT);
      const reply = await scene.reply(second, SHORT);
      if (reply.counts.length > 0) {
        await scene.check(second, SHORT);
        return;
      }
    }
    scene.told("onlyOneMessage");
  },

  S05: (scene) => askOnce(scene, "20241125"),
  S06: (scene) => askOnce(scene, "  dua  spasi, lalu   tiga "),
  S07: (scene) => askOnce(scene, "é"),

  async S08(scene) {
    await scene.start();
    const connection = await scene.askAnew(SAMPLE);
    await scene.rest();
    if (connection.ending === "reset") throw new Finding("wrong", ["resetAfterReply"]);
    const rest = restOf(scene.dialect.form, connection.received);
    if (rest.length > 0) {
      throw new Finding("wrong", ["restFollows", Buffer.from(rest.subarray(0, 12)).toString("hex")]);
    }
    const { size } = connection;
    const isFlood = () => connection.size > size + MORE_REPLIES;
    connection.end();
    await scene.patience.quiet(150, () => connection.isOver || isFlood());
    if (isFlood()) throw new Finding("hung", ["flood"]);
    const counts = countsIn(scene.dialect.form, connection.received, SAMPLE);
    if (counts.length > 1) throw new Finding("wrong", ["extraReply", counts.join(", ")]);
    connection.leave();
    await scene.rest();
    if (scene.death !== undefined) throw new Finding("died");
  },

  async S11(scene) {
    await scene.start();
    await leaveAndGoOn(scene, () => scene.askAnew(SAMPLE));
    await scene.askAnew(OTHER);
  },

  async S12(scene) {
    await scene.start();
    await leaveAndGoOn(scene, () => scene.connect());
    await scene.askAnew(SAMPLE);
  },

  async S13(scene) {
    await scene.start();
    const connection = await scene.connect();
    if (scene.dialect.manner === "line") connection.send(LF);
    else connection.end();
    await scene.patience.until(() => connection.isOver || connection.received.length > 0);
    const reply = await scene.reply(connection, "");
    const [got] = reply.counts;
    const expected = scene.expected("");
    if (got !== undefined && Number(got) !== expected) {
      throw new Finding("wrong", ["number", got, String(expected)]);
    }
    if (got === undefined) {
      const isClosed = connection.ending === "end" && reply.bytes.length === 0 && scene.death === undefined;
      if (!isClosed || scene.dialect.manner === "line") throw await scene.noReply(connection, reply);
      scene.told("asksNothing");
    }
    await leaveAndGoOn(scene, async () => connection);
    if (scene.death !== undefined) throw new Finding("died");
  },

  async S14(scene) {
    await scene.start();
    await leaveAndGoOn(scene, async () => {
      const connection = await scene.connect();
      connection.send(NOT_UTF8);
      if (scene.dialect.manner === "line") connection.send(LF);
      if (scene.dialect.manner === "end") connection.end();
      await scene.reply(connection, "");
      return connection;
    });
    if (scene.death !== undefined) throw new Finding("died");
    if (scene.program?.exit !== undefined) scene.told("onlyOneClient");
    else await scene.askAnew(SAMPLE);
  },

  S15: (scene) => askOnce(scene, "abcdefghij".repeat(300)),

  async S16(scene) {
    await scene.start();
    const connection = await scene.connect();
    const start = performance.now();
    connection.send(Buffer.from(SAMPLE.slice(0, FIRST_PIECE)));
    await scene.untilRead(connection);
    // The server comes to read again, or has answered already.
    await scene.patience.quiet(20, () => connection.received.length > 0);
    scene.send(connection, SAMPLE.slice(FIRST_PIECE));
    scene.noteGap(performance.now() - start);
    const reply = await scene.reply(connection, SAMPLE);
    const [got] = reply.counts;
    if (Number(got) === FIRST_PIECE) {
      throw new Finding("wrong", ["firstPiece", String(got), String(scene.expected(SAMPLE))]);
    }
    await scene.check(connection, SAMPLE);
  },

  async S17(scene) {
    const { command } = scene.job;
    if (command === undefined) throw new Finding("notRun", ["notOurs"]);
    await scene.start();
    const connection = await scene.askAnew(SAMPLE);
    // Who closes first keeps the port: that is the server, if it does.
    await scene.patience.quiet(150, () => connection.isOver);
    const program = scene.program;
    program?.interrupt();
    await scene.patience.until(() => program?.exit !== undefined, 1000);
    await program?.kill();
    // The usual end: this is what keeps the port of a server that has closed first.
    connection.end();
    await scene.patience.quiet(50);
    await scene.start(command);
  },

  async S21(scene) {
    await scene.start();
    await scene.connect();
    await scene.rest();
    await scene.askAnew(SAMPLE);
  },

  async S22(scene) {
    await scene.start();
    const connection = await scene.connect();
    await scene.rest();
    connection.reset(true);
    await scene.rest();
    await scene.askAnew(SAMPLE);
  },

  async S23(scene) {
    await scene.start();
    const connection = await scene.connect();
    scene.send(connection, FAMILY);
    const reply = await scene.reply(connection, FAMILY);
    const [got] = reply.counts;
    if (got === undefined) throw await scene.noReply(connection, reply);
    const number = Number(got) - (scene.dialect.countsLineEnd ? 1 : 0);
    const unit = new Map([
      [1, "graphemes"],
      [5, "code-points"],
      [8, "utf16"],
    ]).get(number);
    if (unit === undefined) throw new Finding("wrong", reasonFor(got, FAMILY, 5));
    scene.told("countsUnit", unit);
  },

  async S24(scene) {
    await scene.start();
    const connection = await scene.connect();
    connection.send(Buffer.from(`${SAMPLE}\r\n`));
    if (scene.dialect.manner === "end") connection.end();
    await scene.check(connection, SAMPLE, [...SAMPLE].length);
  },

  async S25(scene) {
    await scene.start();
    if (scene.dialect.manner === "end") throw new Finding("wrong", ["endsEachReply"]);
    const connection = await scene.askAnew(SAMPLE);
    for (const message of [OTHER, SHORT]) await scene.ask(connection, message);
  },

  S26: (scene) => askOnce(scene, `${"a".repeat(1023)}é`),

  async S27(scene) {
    await scene.start();
    const messages = Array.from({ length: CROWD }, (_, i) => "a".repeat(i + 1));
    const crowd = messages.map((message) => ({ message, connection: scene.open() }));
    for (const { message, connection } of crowd) {
      connection.socket.on("connect", () => scene.send(connection, message));
    }
    const countsOf = ({ message, connection }: (typeof crowd)[number]) =>
      countsIn(scene.dialect.form, connection.received, message);
    const isDone = (each: (typeof crowd)[number]) => each.connection.isOver || countsOf(each).length > 0;
    // Who finds no place among those that wait to be accepted is tried again by the kernel after 1 s, and after 2 s more.
    await scene.patience.until(() => crowd.every(isDone), Math.max(scene.job.timeout, LONGEST_RETRY_MS));
    // A number may still be a part of a longer one.
    await scene.rest();
    const answered = crowd.filter((each) => countsOf(each).length > 0);
    const right = answered.filter((each) => {
      const [got, ...others] = countsOf(each);
      return others.length === 0 && Number(got) === scene.expected(each.message);
    });
    if (right.length === CROWD) return;
    const verdict = scene.death !== undefined ? "died" : right.length < answered.length ? "wrong" : "noReply";
    throw new Finding(verdict, ["unanswered", String(CROWD - right.length), String(CROWD)]);
  },
};

async function askOnce(scene: ServerScene, message: string): Promise<void> {
  await scene.start();
  await scene.askAnew(message);
}

/** Does something on a connection, leaves it, and waits until the server has taken notice. */
async function leaveAndGoOn(scene: ServerScene, act: () => Promise<{ leave(): void }>): Promise<void> {
  (await act()).leave();
  await scene.rest();
}
