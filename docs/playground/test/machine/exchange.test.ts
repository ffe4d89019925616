import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { UNIT_NAMES, type Unit } from "@hitung/protocol";
import { describe, expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { startServerProcess, testWith } from "../../../../testing/processes.js";
import { cutsIn, play, replyOf, requestOf, type Step } from "../../src/machine/exchange.js";
import { oneRecv } from "../../src/machine/one-recv.js";
import { PRESETS } from "../../src/machine/presets.js";
import {
  type Ending,
  everyPlace,
  FIRST_STATE,
  type Message,
  type State,
  withCutsAt,
  withPauses,
} from "../../src/machine/state.js";

const EXAMPLES = PRESETS.map(({ message }) => message);

function stateOf(messages: readonly Message[], rest: Partial<State>): State {
  return { ...FIRST_STATE, messages, ...rest };
}

function texts(...typed: string[]): Message[] {
  return typed.map((each) => ({ kind: "text", typed: each }));
}

function cutEverywhere(state: State): State {
  return withCutsAt(state, everyPlace(requestOf(state).length));
}

/** A connection to a real server, which notes what comes back. */
class Peer {
  received = Buffer.alloc(0);
  readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true });
    whenTestEnds(() => this.socket.destroy());
    this.socket.on("data", (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
  }

  /** Waits until so many bytes have come in all. */
  async has(size: number): Promise<void> {
    while (this.received.length < size) await once(this.socket, "data");
  }

  /** Ends the stream, and waits for the end of the server's. */
  async end(): Promise<Buffer> {
    const ended = once(this.socket, "end");
    this.socket.end();
    await ended;
    return this.received;
  }
}

/** What the real server replies to a request that comes in the pieces of these steps, each of which leaves alone. */
async function realReply(port: number, request: Uint8Array, steps: readonly Step[]): Promise<Buffer> {
  const peer = new Peer(port);
  for (const { from, to } of steps) peer.socket.write(request.slice(from, to));
  return await peer.end();
}

/**
 * The same for lines. A line comes first, with its reply: after it no pause ends a message, so that it does not matter how slowly
 * this process sends the pieces.
 */
async function realReplyToLines(port: number, request: Uint8Array, steps: readonly Step[]): Promise<Buffer> {
  const peer = new Peer(port);
  peer.socket.write("\n");
  while (!peer.received.includes("\n")) await once(peer.socket, "data");
  peer.received = Buffer.alloc(0);
  for (const { from, to } of steps) peer.socket.write(request.slice(from, to));
  return await peer.end();
}

/** The same with pauses. What none of them parts leaves at once: a pause of this process would end a message. */
async function realReplyWithPauses(
  port: number,
  request: Uint8Array,
  steps: readonly Step[],
): Promise<Buffer> {
  const peer = new Peer(port);
  let size = 0;
  let sent = 0;
  for (const { to, pauses, replies } of steps) {
    size += replies.length;
    if (!pauses) continue;
    peer.socket.write(request.slice(sent, to));
    sent = to;
    // The next piece has to wait for the reply.
    await peer.has(size);
  }
  peer.socket.write(request.slice(sent));
  return await peer.end();
}

const LANGUAGES = ["id", "en"] as const;
const UNITS = Object.keys(UNIT_NAMES) as Unit[];

describe.each(LANGUAGES.flatMap((replyLanguage) => UNITS.map((unit) => [replyLanguage, unit] as const)))(
  "a server that answers in %s and counts %s in text mode",
  (replyLanguage, unit) => {
    test("gives what the page shows, for every example cut at every byte", async () => {
      const { port } = await startServerProcess("--lang", replyLanguage, "--unit", UNIT_NAMES[unit]);
      const modes: Partial<State>[] = [
        { mode: "text", ending: "\n" },
        { mode: "text", ending: "\r\n" },
        { mode: "frames", units: 1 << UNITS.indexOf(unit) },
        { mode: "frames", units: 15 },
      ];
      for (const mode of modes) {
        for (const message of EXAMPLES) {
          const state = cutEverywhere(stateOf([message], { ...mode, replyLanguage, unit }));
          const steps = play(state);
          const shown = Buffer.from(replyOf(steps));
          expect(shown.length).toBeGreaterThan(0);
          const ask = mode.mode === "frames" ? realReply : realReplyToLines;
          const real = await ask(port, requestOf(state), steps);
          expect({ mode, message, reply: shown }).toEqual({ mode, message, reply: real });
        }
      }
    });
  },
);

describe("a real server gives what the page shows", () => {
  test.each<[string, State]>([
    ["all examples, one after the other, in frames", stateOf(EXAMPLES, { mode: "frames", units: 15 })],
    ["all examples, one after the other, in lines", stateOf(EXAMPLES, { mode: "text" })],
    ["no units at all", stateOf(texts("a", "b"), { mode: "frames", units: 0 })],
    ["an empty message, and an empty line", stateOf(texts("", "a"), { mode: "text" })],
    ["an empty frame", stateOf(texts("", "a"), { mode: "frames" })],
    ["a message without an end, at the end of the stream", stateOf(texts("Handy"), { ending: "" })],
    ["bytes that begin as no frame does", stateOf([{ kind: "hex", typed: "FB 01 00" }], { ending: "" })],
    [
      "bytes that begin as a frame, and stop in it",
      stateOf([{ kind: "hex", typed: "F9 01 00 00 00 09 41" }], { ending: "" }),
    ],
    [
      "what a Telnet client begins with",
      stateOf([{ kind: "hex", typed: "FF FD 01 48 69" }], { ending: "\r\n" }),
    ],
    ["nothing", stateOf(texts(""), { ending: "" })],
  ])("%s", async (_, state) => {
    const { port } = await startServerProcess();
    const whole = play(state);
    expect(Buffer.from(replyOf(whole))).toEqual(await realReply(port, requestOf(state), whole));
    // Cut at every byte, the page shows the same.
    expect(replyOf(play(cutEverywhere(state)))).toEqual(replyOf(whole));
  });

  test("a pause ends a message where no line end ever came", async () => {
    const { port } = await startServerProcess();
    const state = withPauses(withCutsAt(stateOf(texts("Handy Arfiano"), { ending: "" }), [5, 6]), true);
    const steps = play(state);
    expect(steps.map(({ replies }) => Buffer.from(replies).toString())).toEqual([
      "Jumlah karakter dalam kalimat tersebut ada: 5",
      "Jumlah karakter dalam kalimat tersebut ada: 1",
      "",
      "Jumlah karakter dalam kalimat tersebut ada: 7",
    ]);
    expect(await realReplyWithPauses(port, requestOf(state), steps)).toEqual(Buffer.from(replyOf(steps)));
  });
});

/** Where the decoder stands after each piece. */
function standings(state: State): string[] {
  return play(state).map(({ standing }) => {
    const { place, have, size, characters, heldBytes, isInvalid, endsAtPause } = standing;
    const flags = [isInvalid ? "invalid" : "", endsAtPause ? "ends at a pause" : ""].filter(
      (flag) => flag !== "",
    );
    return [`${place} ${have}/${size}`, `${characters}+${heldBytes}`, ...flags].join(", ");
  });
}

test("what the decoder knows after each piece of a frame", () => {
  expect(
    standings(withCutsAt(stateOf(texts("aé!", ""), { mode: "frames" }), [1, 2, 4, 6, 8, 9, 10, 12])),
  ).toEqual([
    "header 1/6, 0+0",
    "header 2/6, 0+0",
    "header 4/6, 0+0",
    "payload 0/4, 0+0",
    "payload 2/4, 1+1",
    "payload 3/4, 2+0",
    "between 0/0, 0+0",
    "header 2/6, 0+0",
    "between 0/0, 0+0",
    "between 0/0, 0+0",
  ]);
});

test("what the decoder knows of a message in several frames", () => {
  const typed = "F8 01 00 00 00 02 41 C3 F9 01 00 00 00 02 A9 42";
  const state = withCutsAt(stateOf([{ kind: "hex", typed }], { ending: "" }), [8, 10, 14, 15]);
  expect(standings(state)).toEqual([
    "message 0/0, 1+1",
    "header 2/6, 0+0",
    "payload 0/2, 1+1",
    "payload 1/2, 2+0",
    "between 0/0, 0+0",
    "between 0/0, 0+0",
  ]);
});

test("of a Telnet client's stream no more is told than that it is one", () => {
  const state = stateOf([{ kind: "hex", typed: "FF FD 01 48 69" }], { ending: "\r\n" });
  expect(standings(withCutsAt(state, [4]))).toEqual([
    "telnet 0/0, 0+0",
    "telnet 0/0, 0+0",
    "between 0/0, 0+0",
  ]);
});

test("what the decoder knows after each piece of a line", () => {
  const state = withCutsAt(stateOf(texts("a€\r", "b"), { ending: "\n" }), [1, 3, 4, 5, 6, 7]);
  expect(standings(state)).toEqual([
    "line 1/0, 1+0, ends at a pause",
    "line 3/0, 1+2, ends at a pause",
    "line 4/0, 2+0, ends at a pause",
    // The CR may belong to the line end: it is kept, and not yet a character.
    "line 4/0, 2+0, ends at a pause",
    "between 0/0, 0+0",
    "line 1/0, 1+0",
    "between 0/0, 0+0",
    "between 0/0, 0+0",
  ]);
});

test("a fault is known when it comes, and the connection goes on", () => {
  const state = withCutsAt(stateOf([{ kind: "hex", typed: "41 FF 42 43" }], { mode: "frames" }), [7, 8, 9]);
  expect(standings(state)).toEqual([
    "payload 1/4, 1+0",
    "payload 2/4, 1+0, invalid",
    "payload 3/4, 1+0, invalid",
    "between 0/0, 0+0",
    "between 0/0, 0+0",
  ]);
});

test("a long message may be cut at every byte", () => {
  for (const mode of ["text", "frames"] as const) {
    const steps = play(cutEverywhere(stateOf(texts("é".repeat(50_000)), { mode })));
    expect(steps.at(-3)?.standing).toMatchObject({ characters: mode === "text" ? 50_000 : 49_999 });
  }
});

test("what is no frame closes the connection", () => {
  const state = stateOf([{ kind: "hex", typed: "FB 01" }], { ending: "" });
  expect(standings(withCutsAt(state, [1]))).toEqual([
    "closed 0/0, 0+0",
    "closed 0/0, 0+0",
    "closed 0/0, 0+0",
  ]);
});

testWith(
  "python3",
  "a server with one recv(1024) does what it does in Python, wherever the stream is cut",
  () => {
    const program = `
import struct
import sys
for line in sys.stdin:
    mode, data = line.strip("\\n").split(" ")
    data = bytes.fromhex(data)
    try:
        if mode == "frames":
            kind, units, length = struct.unpack(">BBI", data[:6])
            data = data[6:6 + length]
        print(len(data.decode()))
    except UnicodeDecodeError as error:
        print(f"UnicodeDecodeError: {error}")
    except struct.error as error:
        print(f"struct.error: {error}")
`;
    const bom: Message = { kind: "hex", typed: "EF BB BF 61" };
    const states = [...EXAMPLES, bom].flatMap((message) =>
      (["frames", "text"] as const).flatMap((mode) => {
        const state = stateOf([message, ...texts("b")], { mode, ending: "\n" });
        return [state, ...everyPlace(requestOf(state).length).map((at) => withCutsAt(state, [at]))];
      }),
    );
    const inputs = states.map((state) => {
      const request = requestOf(state);
      const got = request.subarray(0, Math.min(cutsIn(state, request)[0]?.at ?? request.length, 1024));
      return `${state.mode} ${Buffer.from(got).toString("hex")}\n`;
    });
    const { stdout } = spawnSync("python3", ["-X", "utf8", "-c", program], {
      input: inputs.join(""),
      encoding: "utf8",
    });
    const found = states.map((state) => {
      return Object.values(oneRecv(state).finding).join();
    });
    expect(found).toEqual(stdout.trimEnd().split("\n"));
  },
);

test.each<[string, Ending, number[], ReturnType<typeof oneRecv>]>([
  ["Handy", "", [], { size: 5, unread: 0, finding: { count: 5 }, countsLineEnds: false }],
  ["Handy", "\r\n", [], { size: 7, unread: 0, finding: { count: 7 }, countsLineEnds: true }],
  ["Handy", "\n", [2], { size: 2, unread: 4, finding: { count: 2 }, countsLineEnds: false }],
  ["x".repeat(3000), "", [], { size: 1024, unread: 1976, finding: { count: 1024 }, countsLineEnds: false }],
  [
    "x".repeat(3000),
    "",
    [2000],
    { size: 1024, unread: 1976, finding: { count: 1024 }, countsLineEnds: false },
  ],
])(
  "of %.10s with %p, cut at %p, a server with one recv(1024) gets so much",
  (typed, ending, cuts, expected) => {
    expect(oneRecv(withCutsAt(stateOf(texts(typed), { ending }), cuts))).toEqual(expected);
  },
);
