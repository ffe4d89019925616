import { beforeAll, describe, expect } from "@jest/globals";
import { askPlainly, hasPython, startPeer } from "../../../../testing/peer-processes.js";
import { eachIf } from "../../../../testing/processes.js";
import { type Command, command } from "./command.js";

const SAMPLE = "Handy Arfiano Hastyawan";
const LINES = "a\nempat\ntiga belas\n";
const HUNDRED = Array.from({ length: 100 }, (_, at) => `${"x".repeat(at)}!\n`).join("");

/** Each asks a server that is started for it, and tells what comes of it. */
const CASES: readonly ((port: number) => Promise<string>)[] = [
  async (port) => (await command("--text", "--port", port, SAMPLE).finish()).stdout.trimEnd() || "!",
  (port) => numbers(command("--text", "-q", "--port", port, SAMPLE)),
  (port) => numbers(command("--text", "-q", "--port", port), LINES),
  (port) => countRight(command("--text", "-q", "--port", port)),
  (port) => numbers(command("--text", "-q", "--port", port, "")),
  (port) => numbers(command("--text", "-q", "--port", port, "\u00e9\u{1f600}")),
  (port) => numbers(command("--text", "-q", "--port", port, "x".repeat(3000))),
  (port) => numbers(command("--text", "-q", "--port", port), Buffer.from("c328", "hex")),
  (port) => numbers(command("--text", "-q", "--port", port, "123")),
];

/**
 * A row for each shape of server (testing/peers/server.py), with what hitung makes of it: the number for the sample, three
 * lines, how many of a hundred lines are right, an empty message, 2 code points (3 UTF-16 code units, 6 bytes), 3000
 * bytes, bytes that are not UTF-8, and the message `123`. `!` is an error, and `~` one, or 0, which is right: on a busy machine
 * a server may pause in its endless reply, which then seems whole. The last column is the reply to the sample, where it is more
 * than the number.
 */
const ROWS = `
life=one                                                               | 23 | 1 !    | 1   | 0 | 2 | 1024        | !     | 3 |
life=messages                                                          | 23 | 1 5 10 | 100 | ! | 2 | 10241024952 | !     | 3 |
life=clients                                                           | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 |
life=both                                                              | 23 | 1 5 10 | 100 | ! | 2 | 10241024952 | !     | 3 |
life=threads                                                           | 23 | 1 5 10 | 100 | ! | 2 | 10241024952 | !     | 3 |
life=loop                                                              | 23 | 1 5 10 | 100 | ! | 2 | 10241024952 | !     | 3 |
life=open                                                              | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 |
life=one; takes=line                                                   | 23 | 1 !    | 1   | 0 | 2 | 3000        | !     | 3 |
life=messages; takes=line                                              | 23 | 1 5 10 | 100 | ! | 2 | 3000        | !     | 3 |
life=clients; takes=line                                               | 23 | 1 5 10 | 100 | 0 | 2 | 3000        | !     | 3 |
life=open; takes=line                                                  | 23 | 1 5 10 | 100 | 0 | 2 | 3000        | !     | 3 |
life=one; takes=end                                                    | 23 | !      | 0   | 0 | 2 | 3000        | !     | 3 |
life=clients; takes=end                                                | 23 | 1 5 10 | 100 | 0 | 2 | 3000        | !     | 3 |
life=open; takes=end                                                   | 23 | 1 5 10 | 100 | 0 | 2 | 3000        | !     | 3 |
life=one; takes=small                                                  | 16 | 1 !    | 1   | 0 | 2 | 16          | !     | 3 |
life=clients; takes=small                                              | 16 | 1 5 10 | 16  | 0 | 2 | 16          | !     | 3 |
life=clients; takes=buffer                                             | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 |
life=messages; takes=int; reply={n}                                    | !  | !      | 0   | ! | ! | !           | !     | 3 |
life=clients; counts=bytes; reply={n} bytes received\\n                | 23 | 1 5 10 | 100 | 0 | 6 | 1024        | !     | 3 | 23 bytes received
life=messages; counts=utf16; reply=Your message lenght is {n}\\n       | 23 | 1 5 10 | 100 | ! | 3 | !           | !     | 3 | Your message lenght is 23
life=clients; counts=stripped                                          | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 |
life=messages; reply=Jumlah karakter: {n}                              | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | Jumlah karakter: 23
life=one; reply=Jumlah Karakter :{n}                                   | 23 | 1 !    | 1   | 0 | 2 | 1024        | !     | 3 | Jumlah Karakter :23
life=clients; reply=Jumlah karakter dalam kalimat tersebut adalah {n}  | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 | Jumlah karakter dalam kalimat tersebut adalah 23
life=messages; reply=Jumlah karakter dalam kalimat tersebut ada: {n}   | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | Jumlah karakter dalam kalimat tersebut ada: 23
life=messages; reply=Pesan "{m}" memiliki {n} karakter                 | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | Pesan "Handy Arfiano Hastyawan" memiliki 23 karakter
life=messages; reply={n} : {m}\\0                                      | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | 23 : Handy Arfiano Hastyawan
life=messages; reply=int32-le                                          | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | 23 (int32 LE)
life=clients; reply=int32-be                                           | 23 | 1 5 10 | 100 | 0 | 2 | 1024        | !     | 3 | 23 (int32 BE)
life=messages; reply=angka {m} merupakan ganjil                        | !  | !      | 0   | ! | ! | !           | !     | ! | angka Handy Arfiano Hastyawan merupakan ganjil
life=messages; sends=parts; reply=Jumlah: {n}                          | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | Jumlah: 23
life=messages; sends=twice; reply=Jumlah: {n}                          | 23 | 1 5 10 | 100 | ! | 2 | !           | !     | 3 | Jumlah: 23
life=messages; greets=Selamat datang di server 12345\\n                | 23 | 1 5 10 | 100 | ! | 2 | !           | 12345 | 3 | Selamat datang di server 12345 23
life=clients; greets=Selamat datang di server 12345\\n                 | 23 | 1 5 10 | 100 | 0 | 2 | !           | 12345 | 3 | Selamat datang di server 12345 23
life=one; fault=crash                                                  | !  | !      | 0   | ! | ! | !           | !     | ! |
life=clients; fault=strict                                             | 23 | 1 5 10 | 100 | ! | 2 | 1024        | !     | 3 |
life=clients; fault=endless                                            | 23 | 1 5 10 | 100 | ~ | 2 | 10241024952 | !     | 3 |
`;

/** What standard output holds; and `!` where a message has no answer. */
async function numbers(program: Command, input: string | Uint8Array = ""): Promise<string> {
  const { code, stdout } = await program.finish(input);
  return `${stdout.trimEnd().replaceAll("\n", " ")}${code === 0 ? "" : " !"}`.trim();
}

async function countRight(program: Command): Promise<string> {
  const { stdout } = await program.finish(HUNDRED);
  return String(stdout.split("\n").filter((answer, at) => answer === String(at + 1)).length);
}

interface Measured {
  /** The row that the shape of this one gives now. */
  readonly row: string;
  /** How many of the three lines a plain client has answered rightly, and how many hitung. */
  readonly plain: number;
  readonly ours: number;
}

async function measure(row: string): Promise<Measured> {
  const [shape = ""] = row.split("|");
  const [plainPort, ...ports] = await Promise.all([0, ...CASES].map(() => startPeer(shape.trim())));
  const [plain, [reply = "", ...cells]] = await Promise.all([
    askPlainly(plainPort as number, LINES),
    Promise.all(CASES.map((ask, at) => ask(ports[at] as number))),
  ]);
  const last = reply === cells[0] ? "" : reply.replaceAll("\n", " ");
  const rightOf = (answers: readonly string[]) =>
    [1, 5, 10].filter((count, at) => answers[at]?.match(/\d+/)?.[0] === String(count)).length;
  return {
    row: `${shape}| ${[...cells.map((cell, at) => cell.padEnd(WIDTHS[at] as number)), last].join(" | ")}`.trimEnd(),
    plain: rightOf(plain),
    ours: rightOf(cells[1]?.split(" ") ?? []),
  };
}

const WIDTHS = [2, 6, 3, 1, 1, 11, 5, 1];

describe("what hitung --text makes of them: shape | sample | three lines | 100 lines | empty | 2 characters | 3000 | bad | 123 | reply", () => {
  const rows = ROWS.trim().split("\n");
  const measured = new Map<string, Measured>();
  // Some at once, as most of the time is spent waiting.
  beforeAll(async () => {
    const left = [...rows];
    const measureNext = async (): Promise<void> => {
      for (let row = left.shift(); row !== undefined; row = left.shift())
        measured.set(row, await measure(row));
    };
    if (hasPython || process.env.CI !== undefined)
      await Promise.all([measureNext(), measureNext(), measureNext()]);
  }, 600_000);
  eachIf(hasPython, "python3")(rows)("%s", (row) => {
    const { row: now, plain, ours } = measured.get(row) as Measured;
    const isZero = now[row.indexOf("~")] === "0";
    expect(now).toBe(row.trimEnd().replace("~", isZero ? "0" : "!"));
    expect(ours).toBeGreaterThanOrEqual(plain);
  });
});
