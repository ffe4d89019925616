// Clients that behave badly, in a process of their own.
//
//   clients.js KIND OPTIONS      KIND is one of KINDS, OPTIONS are its options in JSON
//
// Its first message says that all of them are at it; to "stop" it answers with what they met. With the option `again`
// a client whose connection was closed is followed by another one.

import { connect } from "node:net";

/** How many clients connect at once, so that none of them waits long in the server's backlog. */
const BATCH = 100;

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

const STREAM = Buffer.concat([
  Buffer.from([0xf8, 0x01, 0, 0, 0, 3, 0x61, 0x62, 0x63, 0xf9, 0x01, 0, 0, 0, 2, 0xc3, 0xa9]),
  repeated([0xf9, 0x0f, 0, 0, 0, 1, 0x78]),
]);

const KINDS = {
  /** Say nothing. */
  idle: ({ closed }) => closed,

  /** Send a byte now and then, every `every` milliseconds, and remember after which time they were closed. */
  slow: async ({ socket, closed }, i, { every }, results) => {
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
    let timer = setTimeout(() => {
      drip();
      timer = setInterval(drip, every);
    }, Math.random() * every);
    await closed;
    clearTimeout(timer);
    results.push({ after: performance.now() - since, told });
  },

  /** Send without end and read nothing: each another one of the floods, or all the same. */
  deaf: async ({ socket, closed }, i, { flood = i % FLOODS.length }) => {
    socket.pause();
    const send = () => {
      while (socket.write(FLOODS[flood]));
    };
    socket.on("drain", send);
    send();
    await closed;
  },

  /** Reset the connection anywhere in the stream, with answers under way or not. */
  reset: async ({ socket, closed }, _i, _options, results) => {
    const size = Math.floor(Math.random() ** 4 * STREAM.length);
    await new Promise((resolve) => socket.write(STREAM.subarray(0, size), resolve));
    socket.resetAndDestroy();
    await closed;
    results.push(size);
  },
};

const kind = KINDS[process.argv[2]];
const options = JSON.parse(process.argv[3]);
const { port, count, total = count, again = false } = options;
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
  if (!socket.destroyed) await kind({ socket, closed }, i, options, results);
  sockets.delete(socket);
  ended++;
  if (isStopped) return;
  if (again || begun < total) await begin();
  else if (ended === total) process.send("done");
}

process.on("message", () => {
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
