import { fileURLToPath } from "node:url";
import { describe, expect } from "@jest/globals";
import { frame } from "../../../testing/frames.js";
import { Process, testWith } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";
import { freePort, startFakeServer } from "../../../testing/servers.js";
import { startServer } from "./servers.js";

const GREETING = "Handy Arfiano Hastyawan";
const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";

function example(name: string): string {
  return fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
}

describe("examples/client.py", () => {
  function ask(port: number, ...messages: string[]): Process {
    return new Process("python3", [example("client.py"), "--port", String(port), ...messages]);
  }

  /** A server that answers the first bytes of each client with these, and closes. */
  function startStranger(reply: string | Uint8Array): Promise<number> {
    return startFakeServer((socket) => socket.once("data", () => socket.end(reply)));
  }

  testWith("python3", "counts each of its arguments", async () => {
    const { port } = (await startServer()).address;
    expect(await ask(port, GREETING, FAMILY, "").finish()).toMatchObject({
      code: 0,
      stdout: [
        "23 code points, 23 grapheme clusters",
        "5 code points, 1 grapheme clusters",
        "0 code points, 0 grapheme clusters",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  testWith("python3", "counts 10,000 messages, sent while replies come", async () => {
    const { port } = (await startServer()).address;
    const messages = Array.from({ length: 10_000 }, (_, i) => "\u00e9".repeat(i % 50));
    const { code, stdout } = await ask(port, ...messages).finish();
    expect(code).toBe(0);
    expect(stdout).toBe(
      messages.map(({ length }) => `${length} code points, ${length} grapheme clusters\n`).join(""),
    );
  });

  testWith("python3", "counts its standard input as one message", async () => {
    const { port } = (await startServer()).address;
    const text = `a\r\n${"e\u0301\u{1f600}".repeat(300_000)}\n`;
    const { code, stdout } = await ask(port).finish(text);
    expect(code).toBe(0);
    expect(stdout).toBe("900004 code points, 600003 grapheme clusters\n");
  });

  testWith("python3", "tells what is not UTF-8, and ends with 1", async () => {
    const { port } = (await startServer()).address;
    expect(await ask(port).finish(Buffer.from("ab\xff", "latin1"))).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "error 1: offset 2: not well-formed UTF-8\n",
    });
  });

  testWith("python3", "goes on after a message that failed", async () => {
    const { port } = (await startServer()).address;
    // Arguments of Node's processes are always UTF-8; those of a shell are not.
    const script = `python3 "$1" --port "$2" a "$(printf 'b\\377')" c`;
    const shell = new Process("bash", ["-c", script, "bash", example("client.py"), String(port)]);
    expect(await shell.finish()).toMatchObject({
      code: 1,
      stdout: "1 code points, 1 grapheme clusters\n".repeat(2),
      stderr: "error 1: offset 1: not well-formed UTF-8\n",
    });
  });

  testWith("python3", "tells that there is no server", async () => {
    const port = await freePort();
    const { code, stderr } = await ask(port, "halo").finish();
    expect(code).toBe(1);
    expect(stderr).toContain(`127.0.0.1 port ${port}: `);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  testWith("python3", "stops at an error that concerns the connection", async () => {
    const port = await startStranger(frame(0xfb, 19, "goodbye"));
    expect(await ask(port, "a", "b").finish()).toMatchObject({ code: 1, stderr: "error 19: goodbye\n" });
  });

  testWith("python3", "tells a server of another protocol, and one that does not reply", async () => {
    const http = await startStranger("HTTP/1.1 400 Bad Request\r\n\r\n");
    expect(await ask(http, "a").finish()).toMatchObject({
      code: 1,
      stderr: `127.0.0.1 port ${http} speaks another protocol\n`,
    });
    const silent = await startStranger("");
    expect(await ask(silent, "a").finish()).toMatchObject({
      code: 1,
      stderr: `127.0.0.1 port ${silent} closed the connection before it replied\n`,
    });
  });
});

describe.each([
  ["client.sh", `${sentence(23)}\n`],
  [
    "frame.sh",
    " f9 01 00 00 00 17 48 61 6e 64 79 20 41 72 66 69\n" +
      " 61 6e 6f 20 48 61 73 74 79 61 77 61 6e\n" +
      " fa 01 00 00 00 08 00 00 00 00 00 00 00 17\n",
  ],
])("examples/%s", (name, answer) => {
  testWith("nc", "counts its argument", async () => {
    const { port } = (await startServer()).address;
    expect(await script(name, port, GREETING).finish()).toMatchObject({
      code: 0,
      stdout: answer,
      stderr: "",
    });
  });

  testWith("nc", "tells that there is no server", async () => {
    const port = await freePort();
    const { code, stderr } = await script(name, port, "halo").finish();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${name}: .*127\\.0\\.0\\.1 port ${port}\n$`));
  });

  testWith("nc", "takes no option for a message, unless -- is before it", async () => {
    const { port } = (await startServer()).address;
    expect(await script(name, port, "--port", "1").finish()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: `${name}: unknown option --port; usage: ${name} [--] [MESSAGE]\n`,
    });
    const { code, stdout } = await script(name, port, "--", "-n", "two words").finish();
    expect(code).toBe(0);
    expect(stdout).toMatch(/ada: 12\n$|00 0c\n$/);
  });
});

/** One of the scripts in bash. */
function script(name: string, port: number, ...args: string[]): Process {
  return new Process("env", [`HITUNG_PORT=${port}`, "bash", example(name), ...args]);
}

testWith("nc", "examples/client.sh counts each line, tells which is not UTF-8, and ends with 1", async () => {
  const { port } = (await startServer()).address;
  const good = await script("client.sh", port).finish("satu\nh\u00e9\n");
  expect(good).toMatchObject({ code: 0, stdout: `${sentence(4, "\n")}${sentence(2, "\n")}` });
  const bad = await script("client.sh", port).finish(Buffer.from("a\xff\nb\n", "latin1"));
  expect(bad).toMatchObject({
    code: 1,
    stdout: `Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n${sentence(1, "\n")}`,
  });
});
