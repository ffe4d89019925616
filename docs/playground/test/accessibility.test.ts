import { describe, expect } from "@jest/globals";
import axe from "axe-core";
import { eachIf } from "../../../testing/processes.js";
import { hasChromium, marked, numbers, open, testInBrowser } from "./browser.js";

const PHONE = { viewport: { width: 360, height: 760 }, hasTouch: true };

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
