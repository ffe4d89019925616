import { randomInt } from "node:crypto";
import { SENTENCES } from "@hitung/protocol";
import { Finding } from "../job.js";
import { type ClientScene, type Request, replyTo } from "./client-scene.js";
import { SAMPLE } from "./server-cases.js";

/** What ends a conversation, in the order in which it is tried. */
const FAREWELLS = ["exit", "keluar", "quit", "q"];
/** So many letters come before the number in a long reply. */
const LONG = 3000;
/** The largest count that every client can represent. */
const LARGEST = String(Number.MAX_SAFE_INTEGER);

/** What programs print in place of a reply that did not come: a label with nothing behind it, or a value that is none. */
const NOTHING_SAID = /([:=>]|\b(null|None|undefined)|b'')$/;

const sentenceOf = (number: string) => SENTENCES.id.counted(Number(number));

/** The cases of the exercise for clients, by id. */
export const CLIENT_CASES: Readonly<Record<string, (scene: ClientScene) => Promise<void>>> = {
  async C01(scene) {
    await begin(scene);
    await scene.typeMessage(SAMPLE);
    const isThere = () => scene.connections.length > 0;
    await scene.patience.until(() => isThere() || scene.hasExited);
    if (!isThere() && !scene.hasExited) {
      scene.program?.endInput();
      await scene.patience.until(() => isThere() || scene.hasExited);
    }
    if (!isThere()) throw scene.sentNothing();
  },

  C02: (scene) => checkSent(scene, SAMPLE),

  async C03(scene) {
    await begin(scene);
    await converse(scene, SAMPLE);
  },

  C04: (scene) => checkSent(scene, "kafé é"),

  async C05(scene) {
    await begin(scene);
    await converse(scene, SAMPLE);
    await scene.rest();
    // Who has closed its side may wait for ours.
    for (const connection of scene.connections) if (connection.ending !== undefined) connection.end();
    await scene.rest();
    if (scene.hasExited) {
      if (scene.death !== undefined) throw new Finding("died");
      scene.told("endsItself");
      return;
    }
    for (const word of FAREWELLS) {
      scene.type(word);
      await answerAll(scene);
      if (!scene.hasExited) continue;
      if (scene.death !== undefined) throw new Finding("died");
      scene.told("endsAt", word);
      return;
    }
    scene.program?.endInput();
    await scene.patience.until(() => scene.hasExited);
    if (!scene.hasExited) throw new Finding("hung", ["staysOpen"]);
    if (scene.death !== undefined) throw new Finding("died");
    scene.told("endsAtInput");
  },

  async C11(scene) {
    await begin(scene);
    const [number] = numbers(1);
    await exchange(scene, SAMPLE, [number as string], async (reply, request, send) => {
      // The cut is inside the number, and inside the header of a frame.
      const cut = request.units === undefined ? reply.length - request.end.length - 2 : 3;
      const start = performance.now();
      send(reply.subarray(0, cut));
      await scene.patience.until(() => scene.connection?.isRead !== false || scene.hasExited);
      await scene.patience.quiet(20, () => scene.hasExited);
      send(reply.subarray(cut));
      scene.noteGap(performance.now() - start);
    });
  },

  async C12(scene) {
    await begin(scene);
    const [number] = numbers(1);
    const long = `Pesan "${"a".repeat(LONG)}" memiliki ${number} karakter`;
    const request = await requestOf(scene, SAMPLE);
    const shown = request.units === undefined ? (number as string) : LARGEST;
    await reply(scene, request, shown, replyTo(request, valuesOf(request, shown), long));
  },

  async C13(scene) {
    scene.start();
    await scene.typeMessage(SAMPLE);
    await copes(scene);
  },

  async C14(scene) {
    scene.onConnection = (connection) => connection.end();
    await begin(scene);
    await scene.typeMessage(SAMPLE);
    await scene.patience.until(() => scene.connections.length > 0 || scene.hasExited);
    await copes(scene);
  },

  async C15(scene) {
    await begin(scene);
    await scene.typeMessage("");
    const isOn = () => scene.hasSent || scene.hasExited || scene.isDeaf || scene.answer.trim() !== "";
    await scene.patience.until(isOn);
    if (!isOn()) {
      // Perhaps it reads its input to the end.
      scene.program?.endInput();
      await scene.patience.until(() => isOn());
      if (!scene.hasSent && !scene.hasExited) throw new Finding("hung", ["sendsNothing"]);
    }
    if (scene.hasSent) {
      const request = scene.readRequest();
      const [number] = numbers(1);
      await reply(scene, request, number as string);
    } else if (scene.isDeaf) {
      scene.connection?.end();
      await scene.patience.until(() => scene.hasExited);
    }
    if (scene.death !== undefined && isTraceback(scene)) throw new Finding("died");
  },

  async C21(scene) {
    await begin(scene);
    await requestOf(scene, SAMPLE);
    // Who asks once more gets no other answer.
    scene.onConnection = (connection) => connection.end();
    await scene.patience.until(() => scene.hasExited || scene.isDeaf);
    for (const connection of scene.connections) connection.end();
    await copes(scene);
  },

  async C22(scene) {
    await begin(scene);
    await requestOf(scene, SAMPLE);
    scene.onConnection = (connection) => connection.reset(true);
    for (const connection of scene.connections) connection.reset(true);
    await copes(scene);
  },
};

async function begin(scene: ClientScene): Promise<void> {
  await scene.listen();
  scene.start();
}

/** Numbers of three digits that nothing else in the conversation has. */
function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(randomInt(100 * (2 * i + 1), 100 * (2 * i + 2))));
}

/** One number for each unit that was asked for; the first is given. */
function valuesOf({ units = 1 }: Request, first: string): string[] {
  const bits = [1, 2, 4, 8].filter((bit) => (units & bit) !== 0);
  return bits.map((_, i) => (i === 0 ? first : String(Number(first) - i)));
}

async function requestOf(scene: ClientScene, text: string): Promise<Request> {
  const request = await scene.request(text);
  if (request === undefined) throw scene.sentNothing();
  return request;
}

/** Has the program send a message, answers it with a random number, and checks that it is shown. */
async function converse(scene: ClientScene, text: string): Promise<void> {
  await exchange(scene, text, numbers(1), async (bytes, _request, send) => send(bytes));
}

async function exchange(
  scene: ClientScene,
  text: string,
  [number = ""]: readonly string[],
  act: (reply: Buffer, request: Request, send: (bytes: Buffer) => void) => Promise<void>,
): Promise<void> {
  const request = await requestOf(scene, text);
  const values = valuesOf(request, number);
  const { connection } = scene;
  if (connection === undefined) throw scene.sentNothing();
  await act(replyTo(request, values, sentenceOf(number)), request, (bytes) => connection.send(bytes));
  await expectShown(scene, request, values);
}

async function reply(
  scene: ClientScene,
  request: Request,
  number: string,
  bytes = replyTo(request, valuesOf(request, number), sentenceOf(number)),
): Promise<void> {
  scene.connection?.send(bytes);
  await expectShown(scene, request, valuesOf(request, number));
}

async function expectShown(scene: ClientScene, request: Request, values: readonly string[]): Promise<void> {
  const { connection } = scene;
  if (connection === undefined || (await scene.showsAfter(connection, values, request))) return;
  const shown = scene.answer.trim();
  const [expected = ""] = values;
  const first = Buffer.from(sentenceOf(expected));
  const integers = [first.readInt32LE(), first.readInt32BE()].map(String);
  const tokens: readonly string[] = shown.match(/-?\d+/g) ?? [];
  const facts = [lastLine(shown), values.join(", ")] as const;
  if (tokens.some((token) => integers.includes(token)))
    throw new Finding("wrong", ["showsInteger", ...facts]);
  if (scene.death !== undefined) throw new Finding("died");
  if (shown === "") throw new Finding(scene.hasExited ? "wrong" : "hung", ["saysNothing"]);
  const isPart = /Jumlah|memiliki|Pesan/.test(shown);
  throw new Finding("wrong", [isPart ? "showsPart" : "shows", ...facts]);
}

/** Answers whatever the program still sends, until it rests or ends. */
async function answerAll(scene: ClientScene): Promise<void> {
  for (let times = 0; times < 5; times++) {
    for (const connection of scene.connections) connection.clear();
    await scene.rest(() => scene.hasExited);
    if (scene.hasExited) return;
    const asking = scene.connections.filter(({ received }) => received.length > 0);
    if (asking.length === 0) return;
    for (const connection of asking) {
      const request = scene.readRequest(connection);
      connection.send(replyTo(request, valuesOf(request, "777"), sentenceOf("777")));
    }
  }
}

async function checkSent(scene: ClientScene, text: string): Promise<void> {
  await begin(scene);
  const { message } = await requestOf(scene, text);
  const expected = Buffer.from(text);
  if (message.equals(expected)) return;
  const hex = (bytes: Buffer) => bytes.subarray(0, 24).toString("hex");
  const at = message.indexOf(expected);
  const facts = [hex(message), hex(expected)] as const;
  if (at < 0) throw new Finding("wrong", text === SAMPLE ? ["notTyped"] : ["sends", ...facts]);
  const before = message.subarray(0, at);
  if (before.length > 0) {
    const lengths = [expected.length, expected.length + 1];
    const isLength =
      before.length <= 8 &&
      lengths.some((length) => before.includes(length) || String(before).includes(String(length)));
    throw new Finding("wrong", [isLength ? "sendsLength" : "sendsBefore", hex(before)]);
  }
  throw new Finding("wrong", ["sendsAfter", hex(message.subarray(expected.length))]);
}

/** Checks that a program without an answer tells so, and ends or goes on, but neither hangs nor breaks. */
async function copes(scene: ClientScene): Promise<void> {
  await scene.patience.until(() => scene.hasExited || scene.answer.trim() !== "");
  await scene.rest();
  if (!scene.hasExited) {
    scene.program?.endInput();
    await scene.patience.until(() => scene.hasExited);
  }
  if (!scene.hasExited) throw new Finding("hung", ["staysOpen"]);
  if (isTraceback(scene)) throw new Finding("died", ["traceback"]);
  const said = scene.answer.trim();
  if (said === "" || NOTHING_SAID.test(said)) throw new Finding("wrong", ["saysNothing"]);
  if (/Jumlah karakter dalam kalimat tersebut ada: \d/.test(scene.answer))
    throw new Finding("wrong", ["pretends"]);
}

/** Whether what was printed is the inside of a program: an error that nobody has caught. */
function isTraceback(scene: ClientScene): boolean {
  const { program } = scene;
  if (program?.exit?.signal) return true;
  return /^Traceback |^Exception in thread|^\s+at .+[:(]\d*|^panic: |^goroutine \d|Unhandled|throw er;/m.test(
    program?.complaint ?? "",
  );
}

function lastLine(text: string): string {
  return (text.split("\n").at(-1) ?? "").slice(0, 80);
}
