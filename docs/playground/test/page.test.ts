import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { afterAll, describe, expect, test } from "@jest/globals";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { whenTestEnds } from "../../../testing/cleanup.js";
import { eachIf, isInstalled, pathOf, testIf } from "../../../testing/processes.js";
import { PRESETS } from "../src/machine/presets.js";
import { bytesOf } from "../src/machine/state.js";
import { WORDING } from "../src/view/wording.js";

const FOLDER = new URL("../dist/", import.meta.url);
const PAGE = new URL("index.html", FOLDER);

const hasChromium = isInstalled("chromium");

function testInBrowser(name: string, run: () => Promise<void>): void {
  testIf(hasChromium, "chromium", name, run);
}

const PHONE = { viewport: { width: 360, height: 760 }, hasTouch: true };

let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
});

/** Opens the page in the Chromium of this machine, and fails the test if the page asks for anything or complains. */
async function open(hash = "lang=en", options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= await chromium.launch({ executablePath: pathOf("chromium") as string, args: ["--no-sandbox"] });
  const seen: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  whenTestEnds(async () => {
    await context.close();
    expect(seen).toEqual([`request ${PAGE.href}`]);
  });
  const page = await context.newPage();
  page.on("request", (request) => seen.push(`request ${request.url()}`));
  page.on("pageerror", (error) => seen.push(`error ${error.message}`));
  page.on("console", (message) => seen.push(`console ${message.text()}`));
  await page.goto(`${PAGE.href}#${hash}`);
  // The names come last.
  await page.locator(".grid .name, textarea").last().waitFor();
  return page;
}

function preset(id: string) {
  const found = PRESETS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no example ${id}`);
  return found;
}

/** The numbers of the table, from grapheme clusters to bytes. */
async function numbers(page: Page): Promise<string[]> {
  return await page.locator("td[data-unit]").allInnerTexts();
}

async function marked(page: Page): Promise<Record<string, string[]>> {
  const rows = ["clusters", "codePoints", "utf16", "bytes"];
  const texts = rows.map((row) => page.locator(`.grid .${row} .marked`).allInnerTexts());
  const found = await Promise.all(texts);
  return Object.fromEntries(
    rows.map((row, at) => [row, (found[at] ?? []).map((text) => text.split("\n")[0] as string)]),
  );
}

test("the page is one file, small enough, that asks nobody for anything", () => {
  expect(readdirSync(FOLDER)).toEqual(["index.html"]);
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

testInBrowser("all is done by keys alone", async () => {
  const page = await open();
  const { keyboard } = page;
  const press = async (...keys: string[]) => {
    for (const key of keys) await keyboard.press(key);
  };
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute("aria-label") ?? (element as HTMLElement | null)?.innerText ?? "";
    });
  const tabTo = async (name: string) => {
    for (let each = 0; each < 60; each++) {
      if ((await focused()).startsWith(name)) return;
      await press("Tab");
    }
    throw new Error(`Tab does not lead to ${name}`);
  };

  await tabTo("a family");
  await press("Enter");
  expect(await numbers(page)).toEqual(["1", "5", "8", "18"]);

  await tabTo("cluster 1");
  await press("ArrowDown", "ArrowRight");
  expect(await focused()).toBe("code point 2: U+200D ZERO WIDTH JOINER – E2 80 8D");
  expect(await marked(page)).toEqual({
    clusters: ["👨‍👩‍👧"],
    codePoints: ["U+200D"],
    utf16: ["200D"],
    bytes: ["E2", "80", "8D"],
  });
  await press("ArrowDown", "ArrowDown", "End");
  expect(await focused()).toBe("byte 18: A7");
  await press("ArrowUp", "Home", "ArrowUp", "ArrowUp");
  expect(await focused()).toMatch(/^cluster 1/);

  await tabTo("after byte 1:");
  await press("ArrowRight", "ArrowRight", "Enter");
  expect(await focused()).toBe("after byte 3: cut");
  await press("Enter");
  expect(await focused()).toBe("after byte 3: cut, then a pause");
  expect(await page.locator("#one-recv").innerText()).toContain(
    "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 0-2: unexpected end of data",
  );
  await press("Enter", "ArrowRight", "Enter");
  expect(await page.locator("#one-recv .result").innerText()).toBe("It answers 1.");
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

testInBrowser("keys of the browser stay keys of the browser, and the focus stays where it is", async () => {
  const page = await open();
  const isTaken = (key: object) =>
    page.evaluate((init) => {
      const event = new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true });
      return !document.activeElement?.dispatchEvent(event);
    }, key);
  for (const part of [page.locator("[data-place='clusters 0']"), page.locator("[data-at='1']")]) {
    await part.focus();
    expect(await isTaken({ key: "ArrowLeft", altKey: true })).toBe(false);
    expect(await isTaken({ key: "End", ctrlKey: true })).toBe(false);
    expect(await isTaken({ key: "ArrowRight" })).toBe(true);
  }
  const add = page.getByRole("button", { name: "Add a message" });
  for (let each = 0; each < 9; each++) await add.press("Enter");
  expect(await page.getByRole("button", { name: /^Message \d/ }).count()).toBe(8);
  expect(await add.evaluate((element) => element === document.activeElement)).toBe(true);
  const remove = page.getByRole("button", { name: "Remove this message" });
  for (let each = 0; each < 9; each++) await remove.press("Enter");
  expect(await page.getByRole("button", { name: /^Message \d/ }).count()).toBe(1);
  expect(await remove.evaluate((element) => element === document.activeElement)).toBe(true);
});

testInBrowser("what is marked and pressed is seen in colours of the user's own choice", async () => {
  const page = await open("lang=en&text=ab", { forcedColors: "active" });
  await page.locator(".grid .bytes td").first().hover();
  const colours = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await colours(".grid .clusters .marked")).not.toBe(await colours(".grid .clusters td:not(.marked)"));
  expect(await colours("[aria-pressed='true']")).not.toBe(await colours("[aria-pressed='false']"));
});

testInBrowser("a text that runs from right to left, or is not seen, turns no other text round", async () => {
  const page = await open(`lang=en&text=${encodeURIComponent("א\u202e\u200b")}`);
  await page.locator(".grid .clusters td").first().hover();
  expect(await page.locator(".detail").innerText()).toBe(
    "cluster 1: \u2068א\u2069 – 1 code point, 1 UTF-16 code unit, 2 bytes",
  );
  expect(await page.locator(".grid .clusters td").allInnerTexts()).toEqual(["א", "U+202E", "U+200B"]);
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

testInBrowser("nothing moves for those who asked for less motion", async () => {
  const page = await open("lang=en&text=a", { reducedMotion: "reduce" });
  const durations = await page.evaluate(() => [
    ...new Set(
      Array.from(document.querySelectorAll("*"), (each) => getComputedStyle(each).transitionDuration),
    ),
  ]);
  expect(durations).toEqual(["0s"]);
});

/** The part of axe's findings that is told. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const STATES = {
  "the sample": "text=Handy+Arfiano+Hastyawan",
  "a family, cut": `text=${encodeURIComponent("👨‍👩‍👧")}&text=x&mode=frames&units=graphemes&cuts=3,9`,
  "what is not UTF-8": "hex=41+ED+A0+80+zz&cuts=2p&end=none",
  "a bad link": "mode=binary",
  "an empty message": "text=",
};

describe("nothing makes the page scroll sideways, but for what scrolls in itself", () => {
  // 320 pixels, and 360 at a zoom of 200 % (WCAG 2.2, 1.4.10 and 1.4.4).
  eachIf(
    hasChromium,
    "chromium",
  )([360, 320, 180].flatMap((width) => ["id", "en"].map((lang) => [width, lang] as const)))(
    "on %d pixels, in %s",
    async (width, lang) => {
      for (const hash of Object.values(STATES)) {
        const page = await open(`lang=${lang}&${hash}`, { viewport: { width, height: 700 } });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    },
  );
});

describe("axe finds nothing", () => {
  eachIf(
    hasChromium,
    "chromium",
  )(
    Object.entries(STATES).flatMap(([name, hash]) =>
      (["light", "dark"] as const).flatMap((colorScheme) =>
        [1100, 360].map((width) => ({ name, hash, colorScheme, width, lang: width === 360 ? "id" : "en" })),
      ),
    ),
  )("in $name, $colorScheme, $width pixels wide", async ({ hash, colorScheme, width, lang }) => {
    const page = await open(`lang=${lang}&${hash}`, {
      ...PHONE,
      viewport: { width, height: 760 },
      colorScheme,
    });
    // The page lets no script in but its own: this one comes through the debugger.
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
      return (await axe.run()).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
    });
    expect(violations).toEqual([]);
  });
});
