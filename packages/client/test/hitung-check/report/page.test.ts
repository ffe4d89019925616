import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "@jest/globals";
import { chromium } from "playwright-core";
import { whenTestEnds } from "../../../../../testing/cleanup.js";
import { isInstalled, pathOf, testIf } from "../../../../../testing/processes.js";
import { check, testInSandbox } from "../command.js";

const SERVER = fileURLToPath(new URL("../../../../../docs/experiments/original_server.py", import.meta.url));

/** Opens a file in the Chromium of this machine, on a screen of this width. */
async function open(file: string, width: number) {
  const browser = await chromium.launch({
    executablePath: pathOf("chromium") as string,
    args: ["--no-sandbox"],
  });
  whenTestEnds(() => browser.close());
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => errors.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}

testIf(isInstalled("chromium") || process.env.CI !== undefined, "chromium", "a browser is there", () => {});

testInSandbox(
  "a lecturer sees rows and columns, and by a click or a key the bytes and the explanation",
  async () => {
    if (!isInstalled("chromium")) return;
    const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
    whenTestEnds(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "hasil.html");
    const { code } = await check([
      "server",
      "--only",
      "S03,S15,S26",
      "--lang",
      "en",
      "--html",
      file,
      "--",
      "python3",
      SERVER,
    ]);
    expect(code).toBe(0);
    const { page, requests, errors } = await open(file, 1000);
    expect(await page.locator("thead th").allInnerTexts()).toEqual([
      ...["program", "must", "should", "bonus", "points"],
      ...["S03", "S15", "S26"],
    ]);
    expect(await page.locator("tbody td").allInnerTexts()).toEqual([
      "1/1",
      "0/1",
      "0/1",
      "60",
      "✓",
      "✗",
      "†",
    ]);

    const dialog = page.locator("dialog");
    await page.locator('[data-case="S15"]').click();
    expect(await dialog.textContent()).toMatch(
      /S15 3000 bytes\s[\s\S]*wrong\. 1024 instead of 3000: one recv is taken for one message\s[\s\S]*Call recv again/,
    );
    expect(await dialog.locator("pre").textContent()).toContain(
      '> 61 62 63 64 65 66 67 68 69 6A 61 62 ; "abcdefghijab"',
    );
    expect(await dialog.locator("a").getAttribute("href")).toContain(
      "docs/analysis.md#32-more-than-1024-bytes",
    );

    // By keyboard: Escape closes, Tab goes on to the next cell, Enter opens it.
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(false);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await dialog.textContent()).toContain("UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3");
    expect(errors).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
  },
);

testInSandbox("the page fits a phone: only the tables scroll", async () => {
  if (!isInstalled("chromium")) return;
  const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "hasil.html");
  await check(["server", "--only", "S01,S02", "--html", file, "--", "python3", SERVER]);
  const { page } = await open(file, 360);
  const width = await page.evaluate("document.documentElement.scrollWidth");
  expect(width).toBeLessThanOrEqual(360);
});
