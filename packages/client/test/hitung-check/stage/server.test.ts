import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { BINS } from "../../../../../testing/processes.js";
import type { Dialect, Job, Outcome } from "../../../src/hitung-check/job.js";
import { play } from "../../../src/hitung-check/stage/play.js";
import { testEachOnLinux, testOnLinux } from "../command.js";

// Cases are played here in this process, with servers on a port that the system picks.

const PEER = fileURLToPath(new URL("../../../../../testing/peers/server.py", import.meta.url));
const ORIGINAL = fileURLToPath(
  new URL("../../../../../docs/experiments/original_server.py", import.meta.url),
);

const DIALECT: Dialect = {
  manner: "plain",
  countsLineEnd: false,
  form: { kind: "text", before: "", place: 0, perReply: 1, end: "" },
};

const JOB: Job = { id: "", role: "server", host: "127.0.0.1", port: 12345, timeout: 3000, isSandboxed: true };

/** Plays a case with a server of this shape; see testing/peers/server.py. */
function playPeer(id: string, shape: string, dialect: Partial<Dialect> = {}): Promise<Outcome> {
  const args = shape === "" ? [] : shape.split("; ");
  const command = ["python3", "-I", "-S", PEER, ...args];
  return play({ ...JOB, id, command, dialect: { ...DIALECT, ...dialect }, timeout: 1000 });
}

/** The verdict, the names of the remarks, and how the program died. */
function brief({ verdict, remarks, death }: Outcome): string {
  const names = remarks.map(([name]) => name);
  return [verdict, ...names, ...(death === undefined ? [] : [`exit ${death.code}`])].join(" ");
}

testEachOnLinux([
  // What it does, case, verdict.
  ["", "S01", "right"],
  ["", "S02", "wrong otherPort"],
  ["", "S03", "right"],
  ["counts=bytes", "S07", "wrong bytes"],
  ["counts=stripped", "S06", "wrong noSpaces"],
  ["takes=int", "S03", "died exit 1"],
  ["takes=int", "S05", "right"],
  ["takes=buffer; life=clients; counts=bytes", "S04", "wrong number"],
  ["life=both", "S04", "right"],
  ["life=clients", "S04", "right"],
  ["", "S04", "right onlyOneMessage"],
  ["reply={n}\\0", "S08", "wrong restFollows"],
  ["takes=small; life=clients", "S08", "wrong oneRecv"],
  ["fault=crash", "S03", "died exit 1"],
  ["fault=silent", "S03", "noReply silent"],
  ["fault=endless; life=one", "S03", "right"],
  ["fault=endless; life=one", "S08", "hung flood"],
  ["", "S11", "noReply ended"],
  ["life=clients", "S11", "right"],
  ["life=messages; fault=strict", "S12", "died exit 1"],
  ["life=threads", "S12", "right"],
  ["life=clients", "S13", "right"],
  ["life=threads", "S13", "right asksNothing"],
  ["life=clients", "S14", "died exit 1"],
  ["life=clients", "S15", "wrong oneRecv"],
  ["life=threads", "S15", "wrong glued"],
  ["", "S16", "wrong firstPiece"],
  ["life=clients", "S21", "noReply silent"],
  ["life=loop", "S21", "right"],
  ["life=threads", "S22", "right"],
  ["", "S23", "right countsUnit"],
  ["counts=utf16", "S23", "right countsUnit"],
  ["counts=bytes", "S23", "wrong bytes"],
  ["", "S24", "wrong lineEnd"],
  ["life=both", "S25", "right"],
  ["life=clients", "S25", "noReply closedWithoutReply"],
  ["", "S26", "died exit 1"],
  ["life=loop; backlog=200", "S27", "right"],
  ["", "S27", "noReply unanswered"],
])("a server with `%s`: %s is %s", async (shape, id, expected) => {
  expect(brief(await playPeer(id, shape))).toBe(expected);
});

testEachOnLinux([
  ["S03", "right"],
  ["S13", "right"],
  ["S16", "right"],
  ["S24", "wrong lineEnd"],
])("a server that waits for a line: %s is %s", async (id, expected) => {
  const outcome = await playPeer(id, "life=clients; takes=line; reply={n}\\n", {
    manner: "line",
    form: { kind: "text", before: "", place: 0, perReply: 1, end: "\n" },
  });
  expect(brief(outcome)).toBe(id === "S24" ? "right" : expected);
});

testOnLinux("a server that waits for the end of the stream", async () => {
  const shape = "life=clients; takes=end";
  expect(brief(await playPeer("S15", shape, { manner: "end" }))).toBe("right");
  expect(brief(await playPeer("S25", shape, { manner: "end" }))).toBe("wrong endsEachReply");
});

testOnLinux("a line end that is counted is held against the sample only", async () => {
  const dialect = { manner: "line", countsLineEnd: true } as const;
  const shape = "life=clients; takes=end; counts=points";
  // It takes what comes up to the end of the stream, so that it counts the LF as well.
  expect(brief(await playPeer("S03", shape, dialect))).toMatch(/^(noReply|wrong)/);
  expect(brief(await playPeer("S03", "life=clients", dialect))).toBe("wrong lineEnd");
  expect(brief(await playPeer("S05", "life=clients", dialect))).toBe("right");
});

testOnLinux("the probe finds out how a server answers, and where it listens", async () => {
  const probe = async (shape: string, manner: Job["manner"] = "plain") => {
    const command = ["python3", "-I", "-S", PEER, ...shape.split("; ")];
    return await play({ ...JOB, id: "probe", message: "Halo semua", manner, command, timeout: 1000 });
  };
  const plain = await probe("reply=Jumlah: {n}");
  expect(plain.probe).toEqual({
    manner: "plain",
    reply: Buffer.from("Jumlah: 10").toString("hex"),
    ports: [expect.any(Number)],
  });
  expect((await probe("takes=line")).probe).toMatchObject({ manner: "line", reply: "3130" });
  // The LF that was tried before belongs to what it counts.
  expect((await probe("takes=end")).probe).toMatchObject({ manner: "end", reply: "3131" });
  expect(brief(await probe("fault=crash"))).toBe("died exit 1");
});

testOnLinux("bytes that are sent and received are written down, with how both sides end", async () => {
  const command = ["python3", ORIGINAL, "0"];
  const { transcript } = await play({
    ...JOB,
    id: "S03",
    command,
    dialect: { ...DIALECT, form: { ...DIALECT.form, before: "ada: " } as never },
  });
  const entries = transcript.map(({ kind, data }) => [
    kind,
    /sent|received/.test(kind) ? Buffer.from(data, "hex").toString() : "",
  ]);
  expect(entries).toEqual(
    expect.arrayContaining([
      ["connected", ""],
      ["sent", "Handy Arfiano Hastyawan"],
      ["received", "Jumlah karakter dalam kalimat tersebut ada: 23"],
      ["ended", ""],
      ["exited", ""],
    ]),
  );
});

testEachOnLinux([
  ["process.exit(3)", "didNotStart listensNowhere exit 3"],
  ["setInterval(() => {}, 1000)", "didNotStart listensNowhere"],
  ["for (;;);", "hung listensNowhere"],
  ["require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1')", "didNotStart udp"],
  ["throw new Error('a fault of its own')", "didNotStart listensNowhere exit 1"],
])("a program that does `%s` is no server: %s", async (program, expected) => {
  const outcome = await play({ ...JOB, id: "S01", command: [process.execPath, "-e", program], timeout: 300 });
  expect(brief(outcome)).toBe(expected);
  if (program.startsWith("throw")) expect(outcome.death?.lastLine).toBe("Error: a fault of its own");
});

testOnLinux("a program that there is not did not start", async () => {
  const outcome = await play({ ...JOB, id: "S01", command: ["/no/such/program"] });
  expect(brief(outcome)).toBe("didNotStart listensNowhere exit 127");
  expect(outcome.death?.lastLine).toContain("not found");
});

testOnLinux("hitung-server is right in what its transport makes hard", async () => {
  const command = [process.execPath, BINS["hitung-server"], "--port", "0"];
  const form = { ...DIALECT.form, before: "ada: " } as Dialect["form"];
  for (const id of ["S08", "S12", "S14", "S16", "S21", "S22", "S26", "S27"]) {
    expect([id, (await play({ ...JOB, id, command, dialect: { ...DIALECT, form } })).verdict]).toEqual([
      id,
      "right",
    ]);
  }
});

testOnLinux("what nobody wants to know any more is ended", async () => {
  const leaving = new AbortController();
  const command = [process.execPath, "-e", "setInterval(() => {}, 1000)"];
  const playing = play({ ...JOB, id: "S01", command, timeout: 60_000 }, leaving.signal);
  leaving.abort();
  expect((await playing).verdict).toBe("notRun");
});
