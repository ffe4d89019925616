import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { type Commands, findSubmissions } from "../../src/hitung-check/submissions/find.js";
import { check, checkJson, testInSandbox } from "./command.js";

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
  whenTestEnds(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What is found, as `name: role`, and what cannot be told. */
function find(files: Readonly<Record<string, string>>, given: Commands = {}): [string[], string[]] {
  const { submissions, problems } = findSubmissions(folderWith(files), given);
  return [
    submissions.map(({ name, role, command }) => [name, role, ...(command ? [command] : [])].join(" ")),
    problems.map(({ name, problem }) => [name, ...problem].join(" ")),
  ];
}

const PYTHON_SERVER = "s.bind(('', 12345))\ns.listen(1)\ns.accept()\n";
const PYTHON_CLIENT = "s.connect(('127.0.0.1', 12345))\n";

test.each([
  ["a.py", PYTHON_SERVER, "server"],
  ["a.py", PYTHON_CLIENT, "client"],
  ["a.py", "with socket.create_connection(('', 1)): pass", "client"],
  ["a.py", "asyncio.start_server(serve, '', 12345)", "server"],
  ["a.py", "s.bind(('', 1)); s.recvfrom(9); s.sendto(b'', a)", "server"],
  ["a.py", "s.sendto(b'x', ('', 12345))", "client"],
  ["a.py", `"""A server: bind(), listen(), accept()."""\n# s.bind(x)\n${PYTHON_CLIENT}`, "client"],
  ["a.js", "net.createServer(f).listen(12345)", "server"],
  ["a.mjs", "const s = net.connect(12345)", "client"],
  ["a.js", "const s = new net.Socket(); s.connect(1)", "client"],
  ["A.java", "ServerSocket s = new ServerSocket(12345); Socket c = s.accept();", "server"],
  ["A.java", 'Socket s = new Socket("localhost", 12345); // ServerSocket', "client"],
  ["a.c", "bind(s, a, n); listen(s, 5); accept(s, 0, 0); /* connect(s) */", "server"],
  ["a.c", "connect(s, a, n);", "client"],
  ["a.go", 'net.Listen("tcp", ":12345")', "server"],
  ["a.go", 'net.Dial("tcp", "localhost:12345")', "client"],
])("%s with `%s` is a %s", (name, text, role) => {
  expect(find({ [name]: text })).toEqual([[`${name} ${role}`], []]);
});

test("a subfolder is a submission, with server and client", () => {
  const files = {
    "andi/server.py": PYTHON_SERVER,
    "andi/client.py": PYTHON_CLIENT,
    "andi/laporan.pdf": "",
    "andi/__pycache__/x.py": PYTHON_SERVER,
    "budi/src/deep/Main.java": "new ServerSocket(1)",
    "README.md": "",
  };
  expect(find(files)).toEqual([["andi server", "andi client", "budi server"], []]);
});

test("what cannot be told is reported, and not guessed", () => {
  const files = {
    "a/one.py": PYTHON_SERVER,
    "a/two.py": PYTHON_SERVER,
    "b/both.py": PYTHON_SERVER + PYTHON_CLIENT,
    "c/hello.py": "print(1)",
    "d/main.rs": "",
    "e/laporan.pdf": "",
    "f.zip": "",
  };
  expect(find(files)).toEqual([
    [],
    [
      "a ambiguous one.py, two.py",
      "b both both.py",
      "c neither ",
      "d unknownLanguage .rs",
      "e neither ",
      "f.zip unknownLanguage .zip",
    ],
  ]);
});

test("hitung-check.json and options set commands", () => {
  const files = {
    "a/one.py": PYTHON_SERVER,
    "a/two.py": PYTHON_SERVER,
    "a/hitung-check.json": '{"server": "python3 one.py"}',
    "b/main.rs": "",
    "hitung-check.json": '{"client": "./run"}',
  };
  expect(find(files)).toEqual([["a server python3 one.py", "a client ./run", "b client ./run"], []]);
  expect(find({ "b/main.rs": "" }, { server: "./x" })).toEqual([["b server ./x"], []]);
  expect(find({ "a/hitung-check.json": "{", "a/a.py": PYTHON_SERVER })[1]).toEqual([
    expect.stringMatching(/^a badSettings .*JSON/),
  ]);
  expect(find({ "a/hitung-check.json": '{"sever": "x"}', "a/a.py": PYTHON_SERVER })[1]).toEqual([
    'a badSettings "sever"',
  ]);
});

const GOOD = `import socket
server = socket.create_server(("127.0.0.1", 12345))
while True:
    client, _ = server.accept()
    client.send(str(len(client.recv(1024).decode())).encode())
    client.close()
`;

testInSandbox("each submission gets a row, also one that does not compile", async () => {
  const folder = folderWith({
    "andi/server.py": GOOD,
    "budi/hitung-check.json":
      '{"build": "echo server.c:2: error: a fault >&2; exit 1", "server": "./server"}',
    "citra/main.rs": "",
    "dewi/program": GOOD,
    "dewi/hitung-check.json": '{"server": "python3 program"}',
  });
  const { code, json } = await checkJson(["folder", folder, "--only", "S01,S03"]);
  const rows = json.programs.map(({ name, cases }) => [name, ...cases.map(({ verdict }) => verdict)]);
  expect(rows).toEqual([
    ["andi", "right", "right"],
    ["budi", "didNotStart", "didNotStart"],
    ["dewi", "right", "right"],
  ]);
  expect(json.programs[1]?.cases[0]?.explanation[0]).toMatch(/compile|dikompilasi/);
  expect(json.programs[1]?.cases[0]?.remarks[0]?.facts[0]).toMatch(/server\.c:2.*error/);
  expect(json.problems).toMatchObject([{ name: "citra", problem: "unknownLanguage" }]);
  expect(code).toBe(1);

  const { stdout } = await check(["folder", folder, "--only", "S01,S03", "--lang", "en"]);
  expect(stdout).toBe(`✓ andi  server  must 2/2  60
✗ budi  server  must 0/2  0
    fails: S01 S03
✓ dewi  server  must 2/2  60

Cannot be told
citra  no language is known with the suffix .rs. Write the command into
       hitung-check.json.
`);
});
