import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { finish, startHitung, testWith } from "./support/processes.js";
import { freePort, sentence, startServer } from "./support/servers.js";

/** A server as beginners write it: one client, one `recv`, one answer, and the end. */
const PYTHON_SERVER = `
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(1)
print(server.getsockname()[1], flush=True)
connection, address = server.accept()
message = connection.recv(1024).decode()
connection.send(("Jumlah karakter dalam kalimat tersebut ada: " + str(len(message))).encode())
connection.close()
server.close()
`;

test("words in, sentence out", async () => {
  const { port } = await startServer();
  expect(await finish(startHitung("--port", port, "Handy", "Arfiano", "Hastyawan"))).toEqual({
    code: 0,
    stdout: `${sentence(23)}\n`,
    stderr: "",
  });
});

test("no server: one line, exit code 1", async () => {
  const { code, stderr } = await finish(startHitung("--port", await freePort(), "x"));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hitung: tidak ada server di 127\.0\.0\.1 port \d+ \(ECONNREFUSED\)\..*\n$/);
});

test("a reader that has enough before the end, as `head`, ends it without a word", async () => {
  const { port } = await startServer();
  const hitung = startHitung("--port", port);
  const [stdout] = (
    await Promise.all([once(hitung.stdout, "data"), hitung.stdin.write("x\n".repeat(1000))])
  )[0];
  hitung.stdout.destroy();
  hitung.stdin.on("error", () => {}).end("x\n".repeat(100_000));
  let errors = "";
  hitung.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(hitung, "close");
  expect(String(stdout)).toContain(sentence(1));
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

testWith("python3", "--text understands a Python server that receives once, answers and closes", async () => {
  const server = spawn("python3", ["-c", PYTHON_SERVER]);
  const ended = once(server, "close");
  const [port] = await once(server.stdout, "data");
  const { code, stdout } = await finish(
    startHitung("--text", "--port", Number(port), "Handy Arfiano Hastyawan"),
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${sentence(23)}\n` });
  expect((await ended)[0]).toBe(0);
});
