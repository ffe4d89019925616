import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { createServer } from "@hitung/server";
import { describe, expect, test } from "@jest/globals";
import { hasPython, startPeer } from "../../../../testing/peer-processes.js";
import { testIf } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { stopTime } from "../../../../testing/time.js";
import { startServer } from "../server.js";
import { Command } from "./command.js";

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const UP = "\x1b[A";
const PROMPT = "Masukkan karakter : ";

function onTerminal(...args: (string | number)[]): Command {
  return new Command(args.map(String), { isTTY: true });
}

test("it prompts, answers, and prompts again; Ctrl-D leaves with 0", async () => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port);
  await cli.printed(PROMPT);
  cli.stdin.write("Handy Arfiano Hastyawan\r");
  await cli.printed(`${sentence(23)}\n`);
  cli.stdin.write("\r");
  await cli.printed(`${sentence(0)}\n`);
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(0);
  expect(cli.output.split(PROMPT).length).toBeGreaterThanOrEqual(4);
});

test("lines pasted together are all answered, in order", async () => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port, "--lang", "en");
  await cli.printed("Enter characters: ");
  cli.stdin.write("a\rbb\rccc\r");
  await cli.printed("The message has 3 characters");
  // The first stands behind its prompt; the others are shown again, each with its answer.
  const pairs = Array.from(
    cli.output.matchAll(/Enter characters: (\w+)\nThe message has (\d)/g),
    ([, line, count]) => [line, count],
  );
  expect(pairs).toEqual([
    ["bb", "2"],
    ["ccc", "3"],
  ]);
  expect(cli.output).toMatch(/has 1 /);
  cli.stdin.end();
  expect(await cli.exitCode).toBe(0);
});

test("the arrow up brings the last line back", async () => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port);
  await cli.printed(PROMPT);
  cli.stdin.write("abc\r");
  await cli.printed(sentence(3));
  cli.stdin.write(`${UP}def\r`);
  await cli.printed(sentence(6));
  cli.stdin.write(CTRL_D);
  await cli.exitCode;
});

test("Ctrl-C leaves with 130, also while an answer is waited for", async () => {
  const { port } = await startServer();
  const idle = onTerminal("--port", port);
  await idle.printed(PROMPT);
  idle.stdin.write(CTRL_C);
  expect(await idle.exitCode).toBe(130);

  let onMessage = () => {};
  const received = new Promise<void>((resolve) => {
    onMessage = resolve;
  });
  const waiting = onTerminal(
    "--port",
    await startFakeServer((socket) => socket.once("data", () => onMessage())),
  );
  await waiting.printed(PROMPT);
  waiting.stdin.write("abc\r");
  await received;
  waiting.stdin.write(CTRL_C);
  expect(await waiting.exitCode).toBe(130);
});

test("Ctrl-C drops the line that is typed, and leaves where there is none", async () => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port);
  await cli.printed(PROMPT);
  cli.stdin.write(`dropped${CTRL_C}abc\r`);
  await cli.printed(`${sentence(3)}\n`);
  // Also where the cursor is not at its end.
  cli.stdin.write(`dropped\x1b[D\x1b[D${CTRL_C}abcd\r`);
  await cli.printed(`${sentence(4)}\n`);
  cli.stdin.write(CTRL_C);
  expect(await cli.exitCode).toBe(130);
});

test.each([
  ["id", "help", "(Itu pesan. :help menampilkan perintah, :quit keluar.)"],
  ["en", " exit ", "(That was a message. :help shows the commands, :quit leaves.)"],
  ["en", "?", "(That was a message. :help shows the commands, :quit leaves.)"],
  ["id", "KELUAR", "(Itu pesan. :help menampilkan perintah, :quit keluar.)"],
])("who looks for the commands is answered, and told of them: %s %j", async (lang, line, hint) => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port, "--lang", lang);
  cli.stdin.write(`${line}\r`);
  await cli.printed(hint);
  expect(cli.output).toMatch(new RegExp(`\\b${line.length}\\b.*\n`));
  cli.stdin.write(`helpful\r${CTRL_D}`);
  expect(await cli.exitCode).toBe(0);
  expect(cli.output.split(hint)).toHaveLength(2);
});

test.each([40, 60, 100])(":help breaks at words on a terminal of %i columns", async (columns) => {
  const { port } = await startServer();
  for (const lang of ["id", "en"]) {
    const cli = new Command(["--port", String(port), "--lang", lang], { isTTY: true, columns });
    cli.stdin.write(`:help\r${CTRL_D}`);
    await cli.exitCode;
    const help = cli.output.slice(cli.output.indexOf("\n:unit"));
    const lines = help.split("\n").filter((line) => !line.includes(": \x1b"));
    expect(lines.length).toBeGreaterThan(7);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.join(" ").replace(/\s+/g, " ")).toContain(lang === "id" ? ":quit selesai" : ":quit leave");
  }
});

test("where the server is gone, it waits until it is back, and answers the line", async () => {
  const first = await startServer();
  const cli = onTerminal("--port", first.port);
  await cli.printed(PROMPT);
  cli.stdin.write("abc\r");
  await cli.printed(sentence(3));
  await first.close();
  cli.stdin.write("abcd\r");
  await cli.printed(`Koneksi dengan 127.0.0.1 port ${first.port} terputus. Menunggu server kembali`);
  const second = await startServer({ port: first.port });
  await cli.printed(sentence(4));
  expect(cli.errors).toContain(`Tersambung dengan 127.0.0.1 port ${second.port}.`);
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(0);
});

test("Ctrl-D leaves also while the server is gone, with 1 as a line has no answer", async () => {
  const server = await startServer();
  const cli = onTerminal("--port", server.port);
  await cli.printed(PROMPT);
  await server.close();
  cli.stdin.write("abc\r");
  await cli.printed("Menunggu server");
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(1);
  expect(cli.output).toContain("ECONNREFUSED");
});

test.each([[[]], [["--text"]]])("Ctrl-D leaves also while a server hangs %j", async (mode) => {
  let onMessage = () => {};
  const received = new Promise<void>((resolve) => {
    onMessage = resolve;
  });
  const port = await startFakeServer((socket) => socket.once("data", () => onMessage()));
  const cli = onTerminal("--port", port, ...mode);
  await cli.printed(PROMPT);
  cli.stdin.write("abc\r");
  await received;
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(1);
  expect(cli.output).toContain(`server di 127.0.0.1 port ${port} tidak menjawab (ECANCELED)`);
});

test("lines typed before Ctrl-D are still answered", async () => {
  const { port } = await startServer();
  const cli = onTerminal("--port", port);
  await cli.printed(PROMPT);
  // The time that they have for it does not pass.
  stopTime();
  cli.stdin.write(`a\rbb\r${CTRL_D}`);
  expect(await cli.exitCode).toBe(0);
  expect(cli.output).toContain(sentence(2));
});

test("notes are kept apart from what is being typed, which comes back behind the prompt", async () => {
  const server = await startServer();
  const cli = onTerminal("--port", server.port);
  await cli.printed(PROMPT);
  await server.close();
  cli.stdin.write("abc\rde");
  await cli.printed("Menunggu server");
  await cli.printed("de\r\x1b[K");
  await cli.printed(`${PROMPT}de`);
  cli.stdin.write(CTRL_C + CTRL_C);
  expect(await cli.exitCode).toBe(130);
});

test("--wait waits for a server that comes later", async () => {
  const port = await freePort();
  const cli = onTerminal("--port", port, "--wait");
  await cli.printed("Menunggu server");
  expect(cli.output).toBe("");
  const server = createServer({ port });
  await server.listen();
  await cli.printed(PROMPT);
  cli.stdin.write("abc\r");
  await cli.printed(sentence(3));
  cli.stdin.write(CTRL_D);
  await cli.exitCode;
  await server.close();
});

test("--text: an error is told, the prompt comes again, and the exit code is 1", async () => {
  const port = await freePort();
  const cli = onTerminal("--port", port, "--text");
  await cli.printed(PROMPT);
  cli.stdin.write("abc\r");
  await cli.printed("ECONNREFUSED");
  await startServer({ port });
  cli.stdin.write("abc\r");
  await cli.printed(sentence(3));
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(1);
});

describe("--text, in a conversation with a server", () => {
  /** What is printed for these lines, without the prompts and what the terminal shows of the typing. */
  async function talk(
    shape: string,
    lines: string[],
    answers: string[],
  ): Promise<{ code: number; port: number }> {
    const port = await startPeer(shape);
    const cli = onTerminal("--port", port, "--text", "--lang", "en");
    for (const [at, line] of lines.entries()) {
      cli.stdin.write(`${line}\r`);
      await cli.printed(`${answers[at]}\n`);
    }
    cli.stdin.write(CTRL_D);
    return { code: await cli.exitCode, port };
  }
  const peerTest = (name: string, run: () => Promise<void>) => testIf(hasPython, "python3", name, run);

  peerTest("that answers many messages on one connection, and nobody else", async () => {
    const answers = ["Jumlah: 3", "the server does not answer an empty message.", "Jumlah: 4"];
    const { code } = await talk("life=messages; reply=Jumlah: {n}", ["abc", "", "abcd"], answers);
    // One message has no answer.
    expect(code).toBe(1);
    expect(
      (await talk("life=messages; reply=Jumlah: {n}", ["abc", "abcd"], ["Jumlah: 3", "Jumlah: 4"])).code,
    ).toBe(0);
  });

  peerTest("that takes each client's message", async () => {
    expect((await talk("life=clients; reply=<{n}>", ["abc", "", "abcd"], ["<3>", "<0>", "<4>"])).code).toBe(
      0,
    );
  });

  peerTest("that ends after the first message: it says so, and the exit code is 1", async () => {
    const answers = ["<3>", "(ECONNREFUSED). Start it again; many servers serve one client only."];
    expect((await talk("life=one; reply=<{n}>", ["abc", "abcd"], answers)).code).toBe(1);
  });

  test("that ends while the next message comes, and breaks its connection", async () => {
    let clients = 0;
    const server = createTcpServer((socket) => {
      socket.once("data", () => {
        if (++clients === 1) {
          socket.end("<3>");
        } else {
          server.close();
          socket.resetAndDestroy();
        }
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const cli = onTerminal("--port", (server.address() as AddressInfo).port, "--text", "--lang", "en");
    cli.stdin.write("abc\r");
    await cli.printed("<3>\n");
    cli.stdin.write("abcd\r");
    await cli.printed("(ECONNREFUSED). Start it again; many servers serve one client only.\n");
    cli.stdin.write(CTRL_D);
    expect(await cli.exitCode).toBe(1);
    expect(clients).toBe(2);
  });

  peerTest("that reads 16 bytes: the answer, and that there was more", async () => {
    const answers = ["<3>", "its answer may be for a part of the message."];
    expect(
      (await talk("life=clients; takes=small; reply=<{n}>", ["abc", "a".repeat(20)], answers)).code,
    ).toBe(0);
  });
});
