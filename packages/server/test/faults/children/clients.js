// Clients that behave badly, in a process of their own.
//
//   clients.js KIND OPTIONS      KIND is one of KINDS, OPTIONS are its options in JSON
//
// Its first message says that all of them are at it; to "turn" it answers once each of them had a turn to do what it can,
// and to "stop" with what they met. With the option `again` a client whose connection was closed is followed by another one
// after AGAIN_MS.

import { connect } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import { reset } from "../../../dist/sockets/closing.js";

const [kind, options] = process.argv.slice(2);
const { port, count, total = count, again = false, every, flood } = JSON.parse(options);

/** How many clients connect at once, so that none of them waits long in the server's backlog. */
const BATCH = 100;

const AGAIN_MS = 100;

/** A chunk of about 64 KiB that repeats these bytes. */
function repeated(bytes) {
  return Buffer.alloc(bytes.length * Math.ceil(65_536 / bytes.length), Buffer.from(bytes));
}

/** Messages that ask for more bytes than they have: lines, no character, all four units, and errors in both modes. */
const FLOODS = [
  repeated([0x0a]),
  repeated([0xf9, 0x01, 0, 0, 0, 0]),
  repeated([0xf9, 0x0f, 0, 0, 0, 1, 0x78]),
  repeated([0xf9, 0x01, 0, 0, 0, 1, 0xff]),
  repeated([0x80, 0x0a]),
];

/** Beginnings of messages that never end: a line after another one, a payload of 4 GiB, and empty PARTs. */
const DRIPS = [
  { first: "x\n", next: [0x78] },
  { first: [0xf9, 0x01, 0xff, 0xff, 0xff, 0xff], next: [0x78] },
  { first: [], next: [0xf8, 0x01, 0, 0, 0, 0] },
];

const FIRST_MESSAGE = Buffer.from([0xf8, 1, 0, 0, 0, 3, 0x61, 0x62, 0x63, 0xf9, 1, 0, 0, 0, 2, 0xc3, 0xa9]);
const STREAM = Buffer.concat([FIRST_MESSAGE, repeated([0xf9, 0x0f, 0, 0, 0, 1, 0x78])]);

const KINDS = {
  /** Say nothing. */
  idle: ({ closed }) => closed,

  /** Send a byte now and then, every `every` milliseconds, and remember after which time they were closed. */
  slow: async ({ socket, closed }, i) => {
    const { first, next } = DRIPS[i % DRIPS.length];
    socket.write(Buffer.from(first));
    let since = performance.now();
    let told = "";
    socket.on("data", (chunk) => {
      if (first === DRIPS[0].first && told === "") since = performance.now();
      told += chunk.toString("latin1");
    });
    let at = 0;
    const drip = () => socket.write(Uint8Array.of(next[at++ % next.length]));
    // Not all of them at the same time.
    await setTimeout(Math.random() * every);
    const timer = setInterval(drip, every);
    await closed;
    clearInterval(timer);
    if (!again) results.push({ after: performance.now() - since, told });
  },

  /** Send without end and read nothing: each another one of the floods, or all the same. */
  deaf: async ({ socket, closed }, i) => {
    socket.pause();
    const chunk = FLOODS[flood ?? i % FLOODS.length];
    const send = () => {
      while (socket.write(chunk));
    };
    socket.on("drain", send);
    send();
    await closed;
  },

  /**
   * Reset the connection anywhere in the stream: three of four amid the answers, if there is one, and the others before
   * the server has read anything. If none waited, the dead would fill the server's backlog.
   */
  reset: async ({ socket, closed }, i) => {
    const size = Math.floor(Math.random() ** 4 * STREAM.length);
    const written = new Promise((resolve) => socket.write(STREAM.subarray(0, size), resolve));
    const answered = new Promise((resolve) => socket.on("data", resolve));
    const isAwaited = size >= FIRST_MESSAGE.length && i % 4 !== 0;
    await Promise.race([closed, isAwaited ? answered : written]);
    reset(socket);
    await closed;
  },
};

const sockets = new Set();
const results = [];
let begun = 0;
let ended = 0;
let isStopped = false;

/** Settles once a client is connected, or could not be. */
async function begin() {
  const i = begun++;
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
  sockets.add(socket);
  // What follows an error is `close`.
  socket.on("error", () => {}).on("end", () => socket.end());
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await Promise.race([closed, new Promise((resolve) => socket.on("connect", resolve))]);
  void goOn(socket, closed, i);
}

async function goOn(socket, closed, i) {
  if (!socket.destroyed) await KINDS[kind]({ socket, closed }, i);
  sockets.delete(socket);
  ended++;
  if (again) await setTimeout(AGAIN_MS);
  if (isStopped) return;
  if (again || begun < total) await begin();
  else if (ended === total) process.send("done");
}

process.on("message", async (question) => {
  if (question === "turn") {
    for (let turns = 0; turns < 2; turns++) await setImmediate();
    process.send("had");
    return;
  }
  isStopped = true;
  for (const socket of sockets) socket.destroy();
  process.send(results);
  process.disconnect();
});
process.on("disconnect", () => process.exit());

for (let made = 0; made < count; made += BATCH) {
  await Promise.all(Array.from({ length: Math.min(BATCH, count - made) }, begin));
}
process.send("ready");
