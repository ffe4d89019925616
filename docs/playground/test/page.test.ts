import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { eachIf, isInstalled } from "../../../testing/processes.js";
import { PRESETS } from "../src/machine/presets.js";
import { bytesOf } from "../src/machine/state.js";
import { WORDING } from "../src/view/wording.js";
import { hasChromium, marked, numbers, open, PAGE, testInBrowser } from "./browser.js";

function preset(id: string) {
  const found = PRESETS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no example ${id}`);
  return found;
}

test("the page is one file, small enough, that asks nobody for anything", () => {
  expect(readdirSync(new URL(".", PAGE))).toEqual(["index.html"]);
  expect(statSync(PAGE).size).toBeLessThanOrEqual(150_000);
  const html = readFileSync(PAGE, "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html.match(/<(link|script|img|iframe|style)[^>]*(src|href)=(?!"data:,")[^>]*>/g)).toBeNull();
});

describe("each example has the numbers that Python finds", () => {
  eachIf(hasChromium && isInstalled("python3"), "chromium and python3")(PRESETS.map(({ id }) => [id]))(
    "%s",
    async (id) => {
      const { message } = preset(id);
      const page = await open();
      await page.getByRole("button", { name: WORDING.en.presetNames[id], exact: true }).click();
      const program = `
data = bytes.fromhex("${Buffer.from(bytesOf(message)).toString("hex")}")
try:
    text = data.decode()
    print(len(text), len(text.encode("utf-16-le")) // 2, len(data))
except UnicodeDecodeError:
    print("–", "–", len(data))
`;
      const { stdout } = spawnSync("python3", ["-X", "utf8", "-c", program], { encoding: "utf8" });
      expect((await numbers(page)).slice(1).join(" ")).toBe(stdout.trim());
    },
  );
});

testInBrowser("what a cell covers is marked in the other rows, at the pointer", async () => {
  const page = await open(`lang=en&text=${encodeURIComponent("👨‍👩‍👧e\u0301")}`);
  await page.locator(".grid .codePoints td", { hasText: "U+1F469" }).hover();
  expect(await marked(page)).toEqual({
    clusters: ["👨‍👩‍👧"],
    codePoints: ["U+1F469"],
    utf16: ["D83D", "DC69"],
    bytes: ["F0", "9F", "91", "A9"],
  });
  expect(await page.locator(".detail").innerText()).toBe("code point 3: U+1F469 WOMAN – F0 9F 91 A9");
  await page.locator(".grid .bytes td", { hasText: "CC" }).hover();
  expect(await marked(page)).toEqual({
    clusters: ["e\u0301"],
    codePoints: ["U+0301"],
    utf16: ["0301"],
    bytes: ["CC"],
  });
  expect(await page.locator(".detail").innerText()).toBe("byte 20: CC");
  await page.locator("h1").hover();
  expect((await marked(page)).bytes).toEqual([]);
});

testInBrowser(
  "cuts between two bytes are set with the pointer, and every byte, none and a number by buttons",
  async () => {
    const page = await open("lang=en&text=H%C3%A9");
    const pieces = () => page.locator(".steps tbody th").allInnerTexts();
    await page.locator(".gap[data-at='2']").click();
    expect(await pieces()).toEqual(["1: 2 bytes", "2: 2 bytes", "the end of the stream"]);
    expect(await page.locator(".steps tbody tr").first().locator("td").first().innerText()).toBe(
      "in a line: 2 bytes; 1 character so far; keeps 1 byte of a cut character; a pause now would end the message",
    );
    await page.getByRole("button", { name: "every byte" }).click();
    expect(await pieces()).toHaveLength(5);
    await page.getByRole("button", { name: "no cuts" }).click();
    expect(await pieces()).toEqual(["1: 4 bytes", "the end of the stream"]);
    await page.getByLabel("Cut after byte").fill("3");
    await page.getByRole("button", { name: "Cut", exact: true }).click();
    expect(await pieces()).toEqual(["1: 3 bytes", "2: 1 byte", "the end of the stream"]);
    await page.getByLabel(/a pause of more than 250 ms/).check();
    expect((await pieces())[0]).toBe("1: 3 bytes, pause");
  },
);

testInBrowser("the wire shows every field of several messages and their replies", async () => {
  const page = await open("lang=en&text=Handy&mode=frames&units=code-points,graphemes");
  await page.getByRole("button", { name: "Add a message" }).click();
  await page.getByLabel("The message").fill("é");
  const fields = (id: string) => page.locator(`[aria-labelledby="${id}"] li`).allInnerTexts();
  expect((await fields("request")).map((text) => text.replace("\n", " | "))).toEqual([
    "F9 | kind: MESSAGE",
    "03 | units: code points, grapheme clusters",
    "00 00 00 05 | length: 5 bytes",
    "48 61 6E 64 79 | text: Handy",
    "F9 | kind: MESSAGE",
    "03 | units: code points, grapheme clusters",
    "00 00 00 02 | length: 2 bytes",
    "C3 A9 | text: é",
  ]);
  expect((await fields("reply")).map((text) => text.replace("\n", " | "))).toEqual([
    "FA | kind: COUNTS",
    "03 | units: code points, grapheme clusters",
    "00 00 00 10 | length: 16 bytes",
    "00 00 00 00 00 00 00 05 | count: 5, code points",
    "00 00 00 00 00 00 00 05 | count: 5, grapheme clusters",
    "FA | kind: COUNTS",
    "03 | units: code points, grapheme clusters",
    "00 00 00 10 | length: 16 bytes",
    "00 00 00 00 00 00 00 01 | count: 1, code points",
    "00 00 00 00 00 00 00 01 | count: 1, grapheme clusters",
  ]);
  await page.getByLabel("text", { exact: true }).last().check();
  await page.getByLabel("English").check();
  expect((await fields("reply")).map((text) => text.split("\n")[1])).toEqual([
    "line: The message has 5 characters\\n",
    "line: The message has 1 character\\n",
  ]);
});

testInBrowser("bytes that are not UTF-8 are explained, and what each server does with them", async () => {
  const page = await open("lang=en&hex=41+ED+A0+80");
  expect(await page.locator(".faults li").allInnerTexts()).toEqual([
    "At byte 2 (offset 1): ED, then A0\nit would be a surrogate (U+D800 to U+DFFF), which is half of a character of UTF-16: after ED the row ends at 9F",
    "At byte 3 (offset 2): A0\na continuation (80 to BF) where a character has to start: no row begins with it",
    "At byte 4 (offset 3): 80\na continuation (80 to BF) where a character has to start: no row begins with it",
  ]);
  expect(await page.locator(".rows .broken").allInnerTexts()).toEqual(["ED\t80..9F\t80..BF\t\tbroken"]);
  expect(await page.locator("[data-server]").allInnerTexts()).toEqual([
    "Galat: pesan bukan UTF-8 yang sah (byte ke-2)",
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte",
    ...["4", "4", "4", "4"],
  ]);
  await page.getByLabel("The message").fill("41 G");
  expect(await page.locator("#typed-problem").innerText()).toContain(
    "“G” at place 4 is no hexadecimal digit",
  );
});

testInBrowser(
  "a link holds what is shown, and another one is followed without loading the page again",
  async () => {
    const page = await open();
    await page.getByRole("button", { name: "a flag" }).click();
    await page.getByRole("button", { name: "every byte" }).click();
    // The address follows, and the link.
    const link = `#lang=en&text=${encodeURIComponent("🇮🇩")}&cuts=1-8`;
    await page.waitForURL((url) => url.hash === link);
    expect(await page.getByRole("link", { name: "Link to this example" }).getAttribute("href")).toBe(link);
    await page.evaluate(() => {
      location.hash = "#lang=id&text=a&text=bc&show=2";
    });
    await page.getByRole("heading", { name: "Apa itu karakter?" }).waitFor();
    expect(await page.getByLabel("Isi pesan").inputValue()).toBe("bc");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("id");
    await page.evaluate(() => {
      location.hash = "#lang=en&mode=binary&text=a";
    });
    expect(await page.getByRole("alert").innerText()).toContain(
      "parts that this page does not understand: mode",
    );
  },
);

testInBrowser("line ends of CR LF stay so while a person types", async () => {
  const page = await open();
  await page.getByRole("button", { name: "CR LF", exact: true }).click();
  expect((await numbers(page)).at(-1)).toBe("16");
  await page.getByLabel("The message").press("Control+End");
  await page.keyboard.type("x\ny");
  // "x", CR LF, "y".
  expect((await numbers(page)).at(-1)).toBe("20");
  await page.getByLabel("Line ends in it").selectOption("LF");
  expect((await numbers(page)).at(-1)).toBe("17");
});

testInBrowser("a person who reads Indonesian gets Indonesian, and changes it by a button", async () => {
  const page = await open("text=a", { locale: "id-ID" });
  expect(await page.title()).toBe("hitung: Apa itu karakter?");
  await page.getByRole("button", { name: "English" }).click();
  expect(await page.title()).toBe("hitung: What is a character?");
});

testInBrowser("a message that is too long is cut, which is told", async () => {
  const page = await open();
  await page.getByLabel("The message").fill("é".repeat(60_000));
  expect(await page.locator("#typed-problem").innerText()).toBe(
    "The page takes the first 100000 bytes of a message.",
  );
  expect((await numbers(page)).at(-1)).toBe("100000");
  await page.getByRole("button", { name: "every byte" }).click();
  await page.getByLabel("bytes, in hexadecimal").check();
  expect((await numbers(page)).at(-1)).toBe("100000");
});
