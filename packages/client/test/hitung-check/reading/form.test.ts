import { expect, test } from "@jest/globals";
import { countsIn, isComplete, learnForm, restOf } from "../../../src/hitung-check/reading/form.js";

const SAMPLE = "Handy Arfiano Hastyawan";
const OTHER = "Belajar soket";

const bytes = (text: string) => Buffer.from(text, "latin1");

/** The form of the replies that this function gives. */
function formOf(reply: (message: string, count: number) => string) {
  const [first, second] = [SAMPLE, OTHER].map((message) => ({
    message,
    count: message.length,
    reply: bytes(reply(message, message.length)),
  }));
  return learnForm(first as never, second as never);
}

// What real servers of this exercise reply.
test.each<[string, (message: string, count: number) => string]>([
  ["the number alone", (_, n) => `${n}`],
  ["a label", (_, n) => `Jumlah karakter: ${n}`],
  ["a label without a space", (_, n) => `Jumlah Karakter :${n}`],
  ["a sentence", (_, n) => `Jumlah karakter dalam kalimat tersebut adalah ${n}`],
  ["the message in quotes", (m, n) => `Pesan "${m}" memiliki ${n} karakter`],
  ["the number first, and a NUL", (m, n) => `${n} : ${m}\0`],
  ["a line", (_, n) => `Your message lenght is ${n}\n`],
  ["bytes received", (_, n) => `${n} bytes received\n`],
  ["a greeting that has a number", (_, n) => `Selamat datang di server 2024!\nJumlah: ${n}\r\n`],
  ["a time", (_, n) => `[10:${n}:07] Jumlah karakter: ${n}`],
  ["the port of the client", (m, n) => `Klien 127.0.0.1:${50_000 + 7 * n}: ${m} (${n})`],
  ["another number that differs", (_, n) => `${n * 2} byte, ${n} karakter`],
  ["constants on both sides", (_, n) => `1 pesan, ${n} karakter, 0 galat`],
])("finds the number in %s", (_, reply) => {
  const form = formOf(reply);
  for (const [message, count] of [
    ["Kalimat lain yang tidak dikenal", 31],
    [SAMPLE, 23],
    ["1234567", 7],
    ["é", 1],
  ] as const) {
    expect(countsIn(form as never, bytes(reply(message, count)), message)).toEqual([String(count)]);
  }
});

test.each([
  [4, "little-endian", (n: number) => String.fromCharCode(n, 0, 0, 0)],
  [4, "big-endian", (n: number) => String.fromCharCode(0, 0, 0, n)],
  [8, "big-endian", (n: number) => String.fromCharCode(0, 0, 0, 0, 0, 0, 0, n)],
  [2, "little-endian", (n: number) => String.fromCharCode(n, 0)],
])("finds a binary integer of %i bytes, %s", (size, order, reply) => {
  const form = formOf((_, count) => reply(count));
  expect(form).toEqual({ kind: "integer", size, isLittleEndian: order === "little-endian" });
  expect(countsIn(form as never, bytes(reply(200)), "")).toEqual(["200"]);
  expect(countsIn(form as never, bytes(reply(1) + reply(2)), "")).toEqual(["1", "2"]);
  expect(isComplete(form as never, bytes(reply(9).slice(1)), "")).toBe(false);
});

test("finds no number where there is none", () => {
  expect(formOf((message) => `panjang ${message} merupakan ganjil`)).toBeUndefined();
  expect(formOf(() => "")).toBeUndefined();
});

test("takes a number that never changes for the number, which is wrong", () => {
  const form = formOf(() => "Jumlah: 16");
  expect(countsIn(form as never, bytes("Jumlah: 16"), SAMPLE)).toEqual(["16"]);
});

test("never takes a number for the count because it contains it", () => {
  const form = formOf((_, n) => `2300 ${n + 1}`);
  expect(countsIn(form as never, bytes("2300 24"), SAMPLE)).toEqual(["24"]);
});

test("tells several replies from one", () => {
  const form = formOf((_, n) => `Jumlah: ${n}`);
  expect(countsIn(form as never, bytes("Jumlah: 1024Jumlah: 952"), "")).toEqual(["1024", "952"]);
  const lines = formOf((_, n) => `1 pesan, ${n} karakter\n`);
  expect(countsIn(lines as never, bytes("1 pesan, 14 karakter\n1 pesan, 9 karakter\n"), "")).toEqual([
    "14",
    "9",
  ]);
});

test("a reply is complete once its line end has come", () => {
  const form = formOf((_, n) => `Jumlah: ${n}\n`) as never;
  expect(isComplete(form, bytes("Jumlah: 2"), "")).toBe(false);
  expect(isComplete(form, bytes("Jumlah: 23\n"), "")).toBe(true);
  // Without one only the end of the connection, or silence, can tell.
  expect(isComplete(formOf((_, n) => `Jumlah: ${n}`) as never, bytes("Jumlah: 23"), "")).toBe(false);
});

test("tells bytes that are no text", () => {
  const form = formOf((_, n) => `Jumlah: ${n}`) as never;
  expect(restOf(form, bytes("Jumlah: 23\r\n\t"))).toHaveLength(0);
  expect(restOf(form, bytes("Jumlah: 23\0\0x"))).toEqual(bytes("\0\0x"));
});
