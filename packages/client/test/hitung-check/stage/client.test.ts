import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { BINS } from "../../../../../testing/processes.js";
import { freePort } from "../../../../../testing/servers.js";
import type { Job, Outcome } from "../../../src/hitung-check/job.js";
import { play } from "../../../src/hitung-check/stage/play.js";
import { testEachOnLinux, testOnLinux } from "../command.js";

// Cases are played here in this process. Clients are told the port on which they find the server.

const file = (path: string) => fileURLToPath(new URL(`../../../../../${path}`, import.meta.url));

async function playClient(
  id: string,
  command: (port: number) => string[],
  more: Partial<Job> = {},
): Promise<Outcome> {
  const port = await freePort();
  return await play({
    id,
    role: "client",
    host: "127.0.0.1",
    port,
    timeout: 2000,
    isSandboxed: false,
    command: command(port),
    ...more,
  });
}

function brief({ verdict, remarks }: Outcome): string {
  return [verdict, ...remarks.map(([name]) => name)].join(" ");
}

const IDS = ["C01", "C02", "C03", "C04", "C05", "C11", "C12", "C13", "C14", "C15", "C21", "C22"];

testEachOnLinux([
  ["hitung --text", (port: number) => [process.execPath, BINS.hitung, "--text", "--port", String(port)]],
  ["hitung", (port: number) => [process.execPath, BINS.hitung, "--port", String(port)]],
  ["examples/client.py", (port: number) => ["python3", file("examples/client.py"), "--port", String(port)]],
])(
  "%s passes all cases",
  async (_, command) => {
    for (const id of IDS) {
      const { verdict, remarks } = await playClient(id, command);
      expect([id, verdict, remarks]).toEqual([id, "right", expect.anything()]);
    }
  },
  120_000,
);

testEachOnLinux([
  ["C01", "right"],
  ["C02", "right"],
  ["C03", "right"],
  ["C04", "right"],
  ["C05", "right endsItself"],
  ["C11", "wrong showsPart"],
  ["C12", "wrong showsPart"],
  ["C13", "died traceback"],
  ["C14", "wrong saysNothing"],
  ["C15", "hung sendsNothing"],
  ["C21", "wrong saysNothing"],
  ["C22", "died traceback"],
])("the client of the exercise: %s is %s", async (id, expected) => {
  const outcome = await playClient(id, (port) => [
    "python3",
    file("docs/experiments/original_client.py"),
    String(port),
  ]);
  expect(brief(outcome)).toBe(expected);
});

/** A client in Python, with `c` connected, and `line` what was typed. */
const client = (code: string) => (port: number) => [
  "python3",
  "-c",
  `import socket, struct\nc = socket.create_connection(("127.0.0.1", ${port}))\nline = input("Pesan: ")\n${code}`,
];

testEachOnLinux([
  ["C02", "c.send(b'Halo! ' + line.encode())", "wrong sendsBefore"],
  ["C02", "c.send(struct.pack('!I', len(line)) + line.encode())", "wrong sendsLength"],
  ["C02", "c.send(b'%d:' % len(line) + line.encode())", "wrong sendsLength"],
  ["C02", "c.send(line.ljust(40).encode())", "wrong sendsAfter"],
  ["C02", "c.send(b'Belajar')", "wrong notTyped"],
  ["C04", "c.send(line.encode('latin-1'))", "wrong sends"],
  ["C03", "c.send(line.encode()); print(struct.unpack('<i', c.recv(4))[0])", "wrong showsInteger"],
  ["C03", "c.send(line.encode()); print(struct.unpack('>i', c.recv(4))[0])", "wrong showsInteger"],
  ["C03", "c.send(line.encode()); print(c.recv(16).decode())", "wrong showsPart"],
  ["C03", "c.send(line.encode()); c.recv(99); print(len(line))", "wrong shows"],
  ["C03", "c.send(line.encode()); c.recv(99)", "wrong saysNothing"],
  ["C03", "c.send(line.encode()); print(c.makefile().readline())", "right needsLineEnd"],
  ["C03", "c.send(line.encode()); print(c.makefile().read())", "right needsEnd"],
  ["C05", "c.send(line.encode()); print(c.recv(99)); input(); input(); print('ya')", "right endsAt"],
  [
    "C05",
    "c.send(line.encode()); print(c.recv(99))\ntry:\n  while True: input()\nexcept EOFError: pass",
    "right endsAtInput",
  ],
  ["C05", "c.send(line.encode()); print(c.recv(99), flush=True)\nwhile True: input()", "died"],
  [
    "C05",
    "c.send(line.encode()); print(c.recv(99), flush=True)\nimport time\nwhile True: time.sleep(1)",
    "hung staysOpen",
  ],
  [
    "C14",
    "c.send(line.encode()); c.recv(99); print('Jumlah karakter dalam kalimat tersebut ada: 23')",
    "wrong pretends",
  ],
  ["C14", "c.send(line.encode()); print('Jawaban:', c.recv(99).decode())", "wrong saysNothing"],
  ["C14", "c.send(line.encode()); print(c.recv(99) and 1)", "wrong saysNothing"],
  ["C14", "c.send(line.encode()); print(c.recv(99) or 'Server menutup koneksi')", "right"],
  ["C21", "c.send(line.encode()); print(c.recv(99) or 'Tidak ada jawaban')", "right"],
  ["C15", "line or input('Kosong, sekali lagi: ')", "right"],
  ["C01", "", "right"],
])("%s with a client that does `%s`: %s", async (id, code, expected) => {
  const outcome = await playClient(id, client(code), { timeout: 700 });
  expect(brief(outcome)).toBe(expected);
});

testEachOnLinux([
  [
    "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.sendto(input().encode(), ('127.0.0.1', PORT)); s.recv(9)",
    "wrong speaksUdp",
  ],
  ["input()", "wrong neverConnects"],
  ["input(); input()", "died"],
  ["x = y", "died"],
  ["while True: pass", "hung neverConnects"],
])("a program that does `%s` is no client: %s", async (code, expected) => {
  const command = (port: number) => ["python3", "-c", code.replace("PORT", String(port))];
  expect(brief(await playClient("C01", command, { timeout: 500 }))).toBe(expected);
});

testOnLinux("prompts for host and port are answered, in both languages and in any order", async () => {
  for (const [host, port] of [
    ["Masukkan alamat IP server: ", "Masukkan port: "],
    ["Host: ", "Server port: "],
  ]) {
    const code = `import socket
host = input("${host}")
port = int(input("${port}"))
c = socket.create_connection((host, port))
c.send(input("Masukkan pesan untuk server: ").encode())
print(c.recv(99).decode())`;
    expect(brief(await playClient("C03", () => ["python3", "-c", code]))).toBe("right");
  }
});

testOnLinux("a client is found on another port that its source names", async () => {
  const other = await freePort();
  const outcome = await playClient(
    "C03",
    () => ["python3", file("docs/experiments/original_client.py"), String(other)],
    {
      morePorts: [other],
    },
  );
  expect(brief(outcome)).toBe("right");
});
