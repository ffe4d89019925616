// Writes into the pages of the analysis what the program says, so that they stay true; with --check it only compares.
//
//   <!-- run: COMMAND -->   a block follows with what the command prints
//   <!-- show: FILE -->     a block follows with what the file holds
//   [`name`](file#L7 "code")  a link to the one line of the sources that holds this code: file and number follow it
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

const docs = new URL("../docs/", import.meta.url);
const PAGES = ["analisis.md", "analysis.md"];
/** Pages that have a name in each language. */
const TRANSLATED = [...PAGES, "lembar-kerja.md", "worksheet.md"];
const BLOCK = /(?<=<!-- (run|show): (.+) -->\n\n)```(\w*)\n[\s\S]*?^```$/gm;
const LINE_LINK = /(?<=\]\()([^)\s#]+)#L\d+ "([^"]+)"/g;
const SOURCES = ["protocol", "server", "client"].flatMap((name) =>
  readdirSync(new URL(`../packages/${name}/src`, docs), { recursive: true })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `../packages/${name}/src/${path}`),
);
const LINK = /(?<=\]\()(?!https?:|#)[^)\s#]+/g;

/** What a command prints, started in the root with nothing that the person has set up otherwise. */
async function outputOf(command) {
  const [program, ...args] = command.split(" ");
  const child = spawn(program === "node" ? process.execPath : program, args, {
    cwd: fileURLToPath(new URL("..", docs)),
    env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = text(child.stdout);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return `$ ${command}\n${await output}`;
}

async function blockOf({ 1: kind, 2: source, 3: syntax }) {
  const content =
    kind === "run" ? await outputOf(source) : readFileSync(new URL(`../${source}`, docs), "utf8");
  return `\`\`\`${syntax}\n${content.trimEnd()}\n\`\`\``;
}

/** The lines of a source that hold this code, as links name them. */
function linesWith(code, file) {
  const lines = readFileSync(new URL(file, docs), "utf8").split("\n");
  return lines.flatMap((line, at) => (line.includes(code) ? [`${file}#L${at + 1}`] : []));
}

/** The place of this code: in the file that the link names, or else, if it moved, in the one source that holds it. */
function placeOf(file, code) {
  const here = existsSync(new URL(file, docs)) ? linesWith(code, file) : [];
  const found = here.length > 0 ? here : SOURCES.flatMap((source) => linesWith(code, source));
  if (found.length !== 1)
    throw new Error(`"${code}" stands in ${found.join(", ") || "no source"}, not in one line`);
  return found[0];
}

/** The page as it should be. */
async function rewritten(page) {
  const blocks = [];
  for (const match of page.matchAll(BLOCK)) blocks.push(await blockOf(match));
  const linked = page
    .replace(BLOCK, () => blocks.shift())
    .replace(LINE_LINK, (_, file, code) => `${placeOf(file, code)} "${code}"`);
  for (const [file] of linked.matchAll(LINK)) {
    if (!existsSync(new URL(file, docs))) throw new Error(`a link to ${file}, which is not there`);
  }
  return linked;
}

/** What both languages have in common: headings, commands, links and the places of the blocks. */
function outlineOf(page) {
  const parts = page.match(/^#+(?= )|^```.*|(?<=^<!-- ).*(?= -->$)|(?<=\]\()[^)\s]+/gm);
  const untranslated = parts.map((part) => part.replace(" --lang en", "").replace("#lang=en&", "#lang=id&"));
  return untranslated.filter((part) => !TRANSLATED.includes(part));
}

/** The bytes that went one way (`>` to the server, `<` back) as the first block of `wire.js` shows them. */
function bytesOnWire(page, sign) {
  const [block] = /(?<=^\$ node docs\/experiments\/wire\.js.*\n)[\s\S]*?\n\n/m.exec(page);
  const lines = block.split("\n").filter((line) => line.startsWith(sign));
  return lines.map((line) => line.slice(1, line.indexOf(";")).replaceAll(" ", "")).join("");
}

/** The bytes of the first call of this name in a recording; strace shows some of them as octal numbers. */
function bytesOfCall(recording, call) {
  const [, shown] = new RegExp(`^${call}\\(\\w+, "(.+?)", \\d+\\)`, "m").exec(recording);
  const octal = (_, digits) => String.fromCharCode(Number.parseInt(digits, 8));
  return Buffer.from(shown.replace(/\\([0-7]{1,3})/g, octal), "latin1")
    .toString("hex")
    .toUpperCase();
}

/** The segments that the diagram of a page shows, in the words of the recording. */
function segmentsIn(page) {
  const arrows = page.matchAll(/^ {4}([CS])->>[CS]: ((?:SYN|ACK|PSH|FIN)(?: ACK)?)(?:, (\d+) .*)?$/gm);
  return Array.from(
    arrows,
    ([, from, flags, size = "0"]) =>
      `${from === "C" ? "client → server" : "server → client"}  ${flags.padEnd(8)}${size.padStart(4)}`,
  );
}

/** What is wrong beyond the blocks. The recordings cannot be made everywhere: they must be what is sent now. */
function* inconsistencies(pages) {
  const [id, en] = pages.map(outlineOf);
  const at = id.findIndex((part, i) => part !== en[i]);
  if (at >= 0 || id.length !== en.length) yield `the pages differ: ${id[at]} in one, ${en[at]} in the other`;
  const segments = readFileSync(new URL("recordings/segments.txt", docs), "utf8").trimEnd();
  for (const [i, page] of pages.entries()) {
    if (segmentsIn(page).join("\n") !== segments) yield `${PAGES[i]}: the diagram is not segments.txt`;
    for (const [name, sending, reading] of [
      ["client", "write", "read"],
      ["server", "read", "write"],
    ]) {
      const recording = readFileSync(new URL(`recordings/${name}-calls.txt`, docs), "utf8");
      const isSame =
        bytesOfCall(recording, sending) === bytesOnWire(page, ">") &&
        bytesOfCall(recording, reading) === bytesOnWire(page, "<");
      if (!isSame) yield `${name}-calls.txt is not what is sent now: record it again`;
    }
  }
}

const USAGE = `node scripts/analysis.js [--check]
Writes what the program says into docs/analisis.md and docs/analysis.md.
With --check it writes nothing, and ends with 1 if they differ.`;

const { check: isCheck } = readArguments(USAGE, { check: { type: "boolean" } });
const canRun = process.platform === "linux" && spawnSync("python3", ["--version"]).error === undefined;
if (isCheck && !canRun && process.env.CI === undefined) {
  process.stdout.write("docs: not checked, as the experiments need Linux and python3\n");
  process.exit();
}
const wrong = [];
const pages = [];
for (const name of PAGES) {
  const file = new URL(name, docs);
  const page = readFileSync(file, "utf8");
  const right = await rewritten(page);
  pages.push(right);
  if (!isCheck) writeFileSync(file, right);
  else if (right !== page) {
    const [is, should] = [page, right].map((content) => content.split("\n"));
    const at = should.findIndex((line, i) => line !== is[i]);
    wrong.push(
      `docs/${name}:${at + 1} is not what the program says now\n  page     ${is[at]}\n  program  ${should[at]}`,
    );
  }
}
wrong.push(...inconsistencies(pages));
for (const line of wrong) process.stderr.write(`${line}\n`);
if (wrong.length > 0) process.stderr.write("`pnpm analysis` writes the pages again.\n");
process.exitCode = wrong.length > 0 ? 1 : 0;
