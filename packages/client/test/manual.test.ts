import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { BINS, testWith } from "../../../testing/processes.js";

const PAGES = [
  ["hitung", "client"],
  ["hitung-bench", "client"],
  ["hitung-check", "client"],
  ["hitung-server", "server"],
] as const;

/** The page as `man` shows it on a wide terminal, so that no line is broken. */
function show(path: string): string {
  return execFileSync("man", ["--warnings", "-l", path], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, MANWIDTH: "500", LC_ALL: "C.UTF-8" },
    // Warnings of groff are a failure as well.
    stdio: ["ignore", "pipe", "inherit"],
  });
}

for (const [program, owner] of PAGES) {
  for (const language of ["en", "id"]) {
    testWith("man", `the manual of ${program} tells what its help tells, in ${language}`, () => {
      const file = `${program}${language === "en" ? "" : ".id"}.1`;
      const page = show(fileURLToPath(new URL(`../../${owner}/dist/man/${file}`, import.meta.url)));
      const args = [BINS[program], "--help", "--lang", language];
      const help = execFileSync(process.execPath, args, { encoding: "utf8" }).replace(/\n {20,}/g, " ");
      expect(page).toMatch(new RegExp(`^(NAME|NAMA)\\n +${program} - [a-z]`, "m"));
      const options = help.match(/^ +(-\w, )?--.*$/gm) ?? [];
      expect(options.length).toBeGreaterThan(15);
      for (const option of options) {
        const [, usage = "", meaning = ""] = /^ +(.+?) {2,}(.+?)(?: \(|$)/.exec(option) ?? [];
        expect(page).toContain(`\n       ${usage.replace(/[<>]/g, "")} `.trimEnd());
        expect(page).toContain(meaning);
      }
      for (const [variable] of help.matchAll(/HITUNG_\w+/g)) {
        expect(page).toMatch(new RegExp(`^ {7}${variable} *\n? +(as|seperti) --`, "m"));
      }
    });
  }
}
