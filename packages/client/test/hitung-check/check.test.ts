import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { BINS, Process } from "../../../../testing/processes.js";
import { freePort } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { check, checkJson, testInSandbox, testOnLinux, verdictsOf } from "./command.js";

const file = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const ORIGINAL = ["--", "python3", file("docs/experiments/original_server.py")];

testInSandbox("the server of the exercise gets the verdicts that the analysis tells", async () => {
  const { code, json } = await checkJson(["server", ...ORIGINAL]);
  const [program] = json.programs;
  expect(verdictsOf(program as never)).toBe("rrrrrrrr nnrdwwx ndrwndn");
  expect([code, json.isSandboxed, program?.passes]).toEqual([0, true, true]);
  expect(program).toMatchObject({
    unit: "code-points",
    ports: [12345],
    dialect: { manner: "plain", countsLineEnd: false },
    points: { points: 65.7, of: 100 },
  });
  const told = new Map(program?.cases.map((each) => [each.id, each]));
  // 4.2: 1024 of 3000. 4.3 and 4.4: it dies of half a character, and of a byte that is not UTF-8. 4.1: the first piece.
  expect(told.get("S15")?.remarks).toEqual([{ name: "oneRecv", facts: ["1024", "3000"] }]);
  expect(told.get("S16")?.remarks).toEqual([{ name: "firstPiece", facts: ["14", "23"] }]);
  expect(told.get("S26")?.death).toEqual({
    code: 1,
    signal: null,
    lastLine:
      "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 1023: unexpected end of data",
  });
  expect(told.get("S14")?.death?.lastLine).toContain(
    "can't decode byte 0xff in position 4: invalid start byte",
  );
  expect(told.get("S17")?.remarks).toEqual([{ name: "portTaken", facts: ["12345"] }]);
});

testInSandbox("hitung-server passes all levels", async () => {
  const settings = ["--lang", "{language}", "--unit", "{unit}", "--max-message", "{limit}"];
  const server = [process.execPath, BINS["hitung-server"], ...settings];
  const { code, json } = await checkJson(["server", "--level", "all", "--", ...server]);
  const others = json.programs[0]?.cases.filter(({ verdict }) => verdict !== "right");
  expect([code, others]).toEqual([0, []]);
  expect(json.programs[0]?.cases).toHaveLength(22 + 11 + 13);
  expect(json.programs[0]).toMatchObject({ unit: "code-points", points: { points: 100, of: 100 } });
});

testInSandbox("a person reads verdicts, reasons and what to do, at 80 columns", async () => {
  const { code, stdout, stderr } = await check([
    ...["server", "--lang", "en", "--only", "S03,S15,S26", "--timeout", "3"],
    ...ORIGINAL,
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.replace(/^server: .*$/m, "server: …")).toBe(`server: …
dialect: the message as it stands, without a line end; port 12345

must
  ✓ S03 the sample

should
  ✗ S15 3000 bytes: wrong
        1024 instead of 3000: one recv is taken for one message.
        To do: Call recv again until the message has ended: by a line end, a
        length in front, or the end of the stream.
        See docs/analysis.md#32-more-than-1024-bytes

bonus
  ✗ S26 a character cut in two: died
        exit code 1: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in
        position 1023: unexpected end of data.
        To do: Decode only once the message is whole, or with a decoder that
        keeps half a character.
        See docs/analysis.md#33-a-character-cut-in-two

must 1 of 1, should 0 of 1, bonus 0 of 1, 60 of 100 points
Documents: https://github.com/hitung/hitung/blob/main/
`);
});

testInSandbox("-v shows the bytes, as the analysis does", async () => {
  const text = await check(["server", "-v", "--lang", "en", "--only", "S03", ...ORIGINAL]);
  expect(text.stdout).toContain(`
        ; connected
        > 48 61 6E 64 79 20 41 72 66 69 61 6E ; "Handy Arfian"
        > 6F 20 48 61 73 74 79 61 77 61 6E    ; "o Hastyawan"
`);
  // What the program prints beside it comes at any time.
  expect(text.stdout.replace(/^ +\$ .*\n/gm, "")).toContain(`
        < 75 74 20 61 64 61 3A 20 32 33       ; "ut ada: 23"
        < [EOF]
`);
  const frames = await check([
    ...["client", "-v", "--lang", "en", "--only", "C02"],
    ...["--", process.execPath, BINS.hitung],
  ]);
  expect(frames.stdout).toContain(`
        < F9                                  ; kind: MESSAGE
        < 01                                  ; units: codePoints
        < 00 00 00 17                         ; length: 23 bytes
        < 48 61 6E 64 79 20 41 72 66 69 61 6E ; "Handy Arfian"
`);
});

testInSandbox("verdicts have colours on a terminal, and progress is shown on it", async () => {
  const { stdout, stderr } = await check(["server", "--lang", "en", "--only", "S03,S15", ...ORIGINAL], {
    isTTY: true,
    columns: 60,
  });
  expect(stdout).toContain("  \x1b[32m✓\x1b[39m S03 the sample\n");
  expect(stdout).toContain("  \x1b[31m✗\x1b[39m S15 3000 bytes\x1b[31m: wrong\x1b[39m\n");
  expect(stderr).toContain("\r\x1b[K1 of 2 cases, ");
  expect(stderr.endsWith("\r\x1b[K")).toBe(true);
  // Colours take no columns.
  const lines = stdout.split("\n").map((line) => line.replaceAll("\x1b", "").replace(/\[\d+m/g, ""));
  const isUnbroken = (line: string) => line.startsWith("server:") || !line.trim().includes(" ");
  expect(lines.filter((line) => line.length > 60 && !isUnbroken(line))).toEqual([]);
});

testInSandbox("a server that dies after the right number is both", async () => {
  const program = `import socket
server = socket.create_server(("127.0.0.1", 12345))
client, _ = server.accept()
client.send(str(len(client.recv(1024).decode())).encode())
client.close()
raise ValueError("selesai")`;
  const { code, stdout } = await check([
    ...["server", "--lang", "en", "--only", "S03,S08", "--", "python3", "-c", program],
  ]);
  expect(stdout).toContain(
    "  ✓ S03 the sample: right, then died\n        exit code 1: ValueError: selesai.\n",
  );
  expect(stdout).toContain("  ✗ S08 the reply ends cleanly: died\n");
  expect(code).toBe(1);
});

testOnLinux(
  "a server that runs already is asked, and what may end it comes last",
  async () => {
    const { port } = await startServer();
    const { code, json, stderr } = await checkJson(["server", "--port", port, "--lang", "en"]);
    const verdicts = json.programs[0]?.cases.filter(({ verdict }) => verdict !== "right");
    // It cannot be started anew.
    expect(verdicts?.map(({ id, verdict }) => [id, verdict])).toEqual([["S17", "notRun"]]);
    expect([code, stderr]).toEqual([0, "hitung-check: Cases that may end this server come last.\n"]);
  },
  120_000,
);

testOnLinux("a server that ends after its first client is told, with what its one answer shows", async () => {
  const server = new Process("python3", [file("docs/experiments/original_server.py"), "0"]);
  const [greeting] = await once(server.child.stdout, "data");
  const port = /\d+/.exec(String(greeting))?.[0] as string;
  const { code, json } = await checkJson(["server", "--port", port, "--lang", "en"]);
  const [program] = json.programs;
  expect(verdictsOf(program as never)).toMatch(/^rrr----- -{7} -{7}$/);
  // That the others hold is not known.
  expect([code, program?.passes]).toEqual([1, false]);
  expect(program?.cases[4]?.explanation).toEqual([
    "the server ended before this case; with -- COMMAND it is started anew for each",
  ]);
});

testOnLinux("a server that is not there is told", async () => {
  const port = await freePort();
  const { code, stdout, stderr } = await check(["server", "--port", port, "--lang", "en"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(`there is no server on 127.0.0.1 port ${port} (ECONNREFUSED).`);
});

testInSandbox("Ctrl-C ends it at once", async () => {
  const interrupt = new AbortController();
  const checking = check(["server", "--timeout", "600", "--lang", "en", "--", "sleep", "1000"], {
    interrupt: interrupt.signal,
  });
  interrupt.abort();
  expect(await checking).toEqual({ code: 130, stdout: "", stderr: "hitung-check: stopped before the end\n" });
});
