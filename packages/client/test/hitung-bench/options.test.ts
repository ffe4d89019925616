import { describe, expect, test } from "@jest/globals";
import { bench } from "./command.js";

describe("wrong usage: exit code 2, and what is allowed", () => {
  test.each([
    [
      ["--connections", "0"],
      "nilai '0' untuk opsi --connections <n> tidak sah. Nilainya bilangan bulat dari 1 sampai 10000.",
    ],
    [["--pipeline", "1.5"], "nilai '1.5' untuk opsi --pipeline <n> tidak sah."],
    [["--messages", "-1"], "nilai '-1' untuk opsi --messages <n> tidak sah."],
    [["--messages", "1e3"], "Nilainya bilangan bulat dari 1 sampai 1000000000000."],
    [["--duration", "0"], "Nilainya bilangan dari 0.1 sampai 86400."],
    [["--size", "268435457"], "Nilainya bilangan bulat dari 0 sampai 268435456."],
    [["--port", "0"], "Port adalah bilangan bulat dari 1 sampai 65535."],
    [["--host", ""], "Nilainya tidak boleh kosong."],
    [["--text-kind", "latin"], "Pilihan: ascii, mixed, emoji."],
    [["--unit", "bytes,words"], "Pilihan: code-points, graphemes, utf16, bytes."],
    [["--mode", "http"], "Pilihan: frames, text."],
    [["--lang", "fr"], "Pilihan: id, en."],
    [["--mode", "text", "--unit", "bytes,utf16"], "beri satu --unit"],
    [
      ["--messages", "10", "--duration", "1"],
      "--duration tidak dapat dipakai bersama --messages: pilih salah satu",
    ],
    [
      ["--socket", "/s", "--port", "1"],
      "--socket tidak dapat dipakai bersama --port: soket itu menggantikan host dan port",
    ],
    [["--size"], "opsi --size <bytes> memerlukan nilai"],
    [["--speed"], "opsi --speed tidak dikenal\n"],
    [["--conections", "3"], "opsi --conections tidak dikenal. Maksudnya --connections?\n"],
    [
      ["--tls-ca", "/no/such.pem"],
      "untuk opsi --tls-ca <file> tidak sah. Berkas tidak dapat dibaca (ENOENT).",
    ],
    [["extra"], "argumen selain opsi tidak diterima"],
  ])("%j", async (args, told) => {
    const { code, stdout, stderr } = await bench(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(told);
    expect(stderr).toMatch(/^hitung-bench: .*\nLihat hitung-bench --help\.\n$/);
  });

  test("in English", async () => {
    const { stderr } = await bench(["--lang", "en", "--size", "many"]);
    expect(stderr).toBe(
      "hitung-bench: value 'many' for option --size <bytes> is not valid. It is a whole number from 0 to 268435456.\nSee hitung-bench --help.\n",
    );
  });

  test("of a variable of the environment, which is named", async () => {
    const { code, stderr } = await bench([], { env: { HITUNG_PORT: "x" } });
    expect(code).toBe(2);
    expect(stderr).toContain("nilai 'x' dari variabel HITUNG_PORT tidak sah. Port adalah");
  });
});

describe("--help", () => {
  test.each([
    ["id", "Pemakaian: hitung-bench [opsi]", "(bawaan: 100000)"],
    ["en", "Usage: hitung-bench [options]", "(default: 100000)"],
  ])("in the language %s, with defaults and without words of the other", async (lang, usage, fact) => {
    const { code, stdout } = await bench(["--help", "--lang", lang]);
    expect(code).toBe(0);
    expect(stdout.startsWith(usage)).toBe(true);
    expect(stdout).toContain(fact);
    expect(stdout).toContain("HITUNG_HOST");
    expect(stdout).not.toContain(lang === "id" ? "default" : "bawaan");
  });

  test("-h is the same, as wide as the terminal", async () => {
    const { code, stdout } = await bench(["-h"], { isTTY: true, columns: 40 });
    expect(code).toBe(0);
    expect(stdout).toContain("\nContoh:\n  hitung-bench --messages 1000000\n      sejuta pesan\n");
    expect(stdout).toContain("\n  130  dihentikan dengan Ctrl-C\n");
  });

  test("follows HITUNG_LANG", async () => {
    expect((await bench(["--help"], { env: { HITUNG_LANG: "en" } })).stdout).toContain("Usage:");
  });
});

test.each(["--version", "-V"])("%s", async (option) => {
  expect((await bench([option])).stdout).toMatch(/^1\.2\.3 \(Unicode \d+\.0\.0\)\n$/);
});
