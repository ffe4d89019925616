import { afterAll, expect } from "@jest/globals";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { whenTestEnds } from "../../../testing/cleanup.js";
import { isInstalled, pathOf, testIf } from "../../../testing/processes.js";

/** The page as it is built. */
export const PAGE = new URL("../dist/index.html", import.meta.url);

export const hasChromium = isInstalled("chromium");

export function testInBrowser(name: string, run: () => Promise<void>): void {
  testIf(hasChromium, "chromium", name, run);
}

let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
});

/** Opens the page in the Chromium of this machine, and fails the test if the page asks for anything or complains. */
export async function open(hash = "lang=en", options: BrowserContextOptions = {}): Promise<Page> {
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

/** The numbers of the table, from grapheme clusters to bytes. */
export async function numbers(page: Page): Promise<string[]> {
  return await page.locator("td[data-unit]").allInnerTexts();
}

/** The cells that are marked, by their rows. */
export async function marked(page: Page): Promise<Record<string, string[]>> {
  const rows = ["clusters", "codePoints", "utf16", "bytes"];
  const texts = rows.map((row) => page.locator(`.grid .${row} .marked`).allInnerTexts());
  const found = await Promise.all(texts);
  return Object.fromEntries(
    rows.map((row, at) => [row, (found[at] ?? []).map((text) => text.split("\n")[0] as string)]),
  );
}
