import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime, TEXT_PAUSE_MS } from "../../../testing/time.js";
import { connectTo, deliver, startServer } from "./servers.js";

test("a line is answered with a line", async () => {
  const peer = await connectTo(await startServer());
  expect(await peer.ask("Handy Arfiano Hastyawan\n", 47)).toBe(sentence(23, "\n"));
  expect(await peer.ask("\n", 46)).toBe(sentence(0, "\n"));
  expect(await peer.ask("h\u00e9\u{1f600}\r\n", 47)).toBe(sentence(3, "\r\n"));
});

test("many lines sent at once are answered in order, the last one at the half-close", async () => {
  const peer = await connectTo(await startServer());
  const lines = Array.from({ length: 5000 }, (_, i) => "x".repeat(i % 200));
  peer.send(lines.join("\n")).halfClose();
  const answers = lines.map((line) => sentence(line.length)).join("\n");
  expect((await peer.rest()).toString()).toBe(answers);
});

test("a client that sends no terminator and waits is answered after a pause, and may ask again", async () => {
  const peer = await connectTo(await startServer());
  expect(await peer.ask("Handy Arfiano Hastyawan", 46)).toBe(sentence(23));
  expect(await peer.ask("halo", 45)).toBe(sentence(4));
  peer.halfClose();
  expect(await peer.rest()).toHaveLength(0);
});

test("pieces that follow each other are one message, which ends 250 ms after the last", async () => {
  stopTime();
  const server = await startServer();
  const peer = await connectTo(server);
  for (const piece of ["Handy", " ", "Arfiano", " ", "Hastyawan"]) {
    await deliver(server, peer, piece);
    await pass(TEXT_PAUSE_MS - 1);
  }
  expect(server.statistics.text.counted[1]).toBe(0);
  await pass(1);
  expect((await peer.read(46)).toString()).toBe(sentence(23));
});

test("after an LF a pause ends nothing: a message may take its time", async () => {
  stopTime();
  const server = await startServer();
  const slow = await connectTo(server);
  await slow.ask("first\n", 46);
  await deliver(server, slow, "sec");
  await pass(10 * TEXT_PAUSE_MS);
  expect(await slow.ask("ond\n", 46)).toBe(sentence(6, "\n"));
});

test("what came while the event loop was busy is read before a pause is believed", async () => {
  stopTime();
  const server = await startServer();
  const peer = await connectTo(server);
  await deliver(server, peer, "abc");
  // `def` lies in the kernel's buffer when the time of the pause is over.
  await pass(TEXT_PAUSE_MS, () => peer.send("def"));
  expect(server.statistics.text.counted[1]).toBe(0);
  await pass(TEXT_PAUSE_MS);
  expect((await peer.read(45)).toString()).toBe(sentence(6));
});

test("not UTF-8: the error names the byte, and the connection goes on", async () => {
  const peer = await connectTo(await startServer());
  const answers = `Galat: pesan bukan UTF-8 yang sah (byte ke-3)\n${sentence(2, "\n")}`;
  expect(await peer.ask(Buffer.from("ab\xff\xfe\nok\n", "latin1"), answers.length)).toBe(answers);
  peer.send(Buffer.from([0x61, 0xe2, 0x82])).halfClose();
  expect((await peer.rest()).toString()).toBe("Galat: pesan bukan UTF-8 yang sah (byte ke-2)");
});

test("the reply after a pause comes in one piece, so that one recv returns the original's bytes", async () => {
  const peer = await connectTo(await startServer());
  const first = once(peer.socket, "data");
  peer.send("Handy Arfiano Hastyawan");
  expect(((await first) as [Buffer])[0].toString()).toBe("Jumlah karakter dalam kalimat tersebut ada: 23");
  await peer.close();
});

test("English on request", async () => {
  const peer = await connectTo(await startServer({ language: "en" }));
  const answers = "The message has 1 character\nThe message has 2 characters\n";
  expect(await peer.ask("a\nab\n", answers.length)).toBe(answers);
});

test("a stream without a byte holds no message", async () => {
  const peer = await connectTo(await startServer());
  expect(await peer.halfClose().rest()).toHaveLength(0);
});
