import { expect } from "@jest/globals";
import { Process, testWith } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";
import { startServer } from "./servers.js";

/** A client as beginners write it: no terminator, one `recv` for one answer. */
const PYTHON_CLIENT = `
import socket, sys
client = socket.socket()
client.connect(("127.0.0.1", int(sys.argv[1])))
for message in sys.stdin.read().split("|"):
    client.sendall(message.encode())
    print(client.recv(1024))
client.close()
`;

testWith(
  "python3",
  "a Python client that sends without terminator and receives once, and asks again",
  async () => {
    const { port } = (await startServer()).address;
    const { stdout, stderr } = await new Process("python3", ["-c", PYTHON_CLIENT, String(port)]).finish(
      `Handy Arfiano Hastyawan|h\u00e9\u{1f600}|${"x".repeat(5000)}`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe([23, 3, 5000].map((count) => `b'${sentence(count)}'\n`).join(""));
  },
);

testWith("nc", "nc: lines in, lines out, all of them after a half-close", async () => {
  const { port } = (await startServer()).address;
  const lines = Array.from({ length: 1000 }, (_, i) => "\u00e9".repeat(i));
  const { stdout } = await new Process("nc", ["-N", "127.0.0.1", String(port)]).finish(
    `${lines.join("\n")}\n`,
  );
  expect(stdout).toBe(lines.map((line) => sentence(line.length, "\n")).join(""));
});
