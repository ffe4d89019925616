// Writes into the pages of the analysis what the program says, so that they stay true; with --check it only compares.
//
//   <!-- run: COMMAND -->   a block follows with what the command prints
//   <!-- show: FILE -->     a block follows with what the file holds
//   [`name`](file#L7 "code")  a link to the one line of the file that holds this code: the number follows the code
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const docs = new URL("../../docs/", import.meta.url);
const PAGES = ["analisis.md", "analysis.md"];
const BLOCK = /(?<=<!-- (run|show): (.+) -->\n\n)```(\w*)\n[^]*?^```$/gm;
const LINE_LINK = /(?<=\]\()([^)\s#]+)#L\d+ "([^"]+)"/g;
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

function lineOf(file, code) {
  const lines = readFileSync(new URL(file, docs), "utf8").split("\n");
  const found = lines.flatMap((line, at) => (line.includes(code) ? [at + 1] : []));
  if (found.length !== 1) throw new Error(`${file}: ${found.length} lines hold "${code}", not 1`);
  return found[0];
}

/** The page as it should be. */
async function rewritten(page) {
  const blocks = [];
  for (const match of page.matchAll(BLOCK)) blocks.push(await blockOf(match));
  for (const [file] of page.matchAll(LINK)) {
    if (!existsSync(new URL(file, docs))) throw new Error(`a link to ${file}, which is not there`);
  }
  return page
    .replace(BLOCK, () => blocks.shift())
    .replace(LINE_LINK, (_, file, code) => `${file}#L${lineOf(file, code)} "${code}"`);
}

/** What both languages must have in common: headings, commands, links and diagrams. */
function outlineOf(page) {
  const parts = page.match(/^#+(?= )|(?<=^<!-- ).*(?= -->$)|^```\w+|(?<=\]\()[^)]+(?=\))/gm);
  return parts.map((part) => part.replace(" --lang en", "")).filter((part) => !PAGES.includes(part));
}

/** The recordings are made elsewhere; what they hold must be what crosses the wire now, in both directions. */
function checkRecordings() {
  const wire = PAGES.map((page) => readFileSync(new URL(page, docs), "utf8"))
    .map((page) => /^frame(?:s?), [^]*?\n\n/m.exec(page)[0])
    .map((block) => ["F9", "FA"].map((kind) => sent(block, kind === "F9" ? ">" : "<")));
  for (const [name, way] of [
    ["client", ["write", "read"]],
    ["server", ["read", "write"]],
  ]) {
    const calls = readFileSync(new URL(`recordings/${name}-calls.txt`, docs), "utf8");
    const bytes = way.map((call) => unescaped(new RegExp(`^${call}\\(\\w+, "(.+?)", \\d+\\)`, "m").exec(calls)[1]));
    for (const recorded of wire) {
      if (recorded.join() !== bytes.join()) throw new Error(`recordings/${name}-calls.txt is not what is sent now`);
    }
  }
}

function sent(block, sign) {
  const lines = block.split("\n").filter((line) => line.startsWith(sign));
  return lines.map((line) => line.slice(1, line.indexOf(";")).replaceAll(" ", "")).join("");
}

/** The bytes of a string as strace shows it, in hexadecimal. */
function unescaped(string) {
  const bytes = string.replace(/\\([0-7]{1,3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
  return Buffer.from(bytes, "latin1").toString("hex").toUpperCase();
}

const isCheck = process.argv.includes("--check");
const wrong = [];
for (const name of PAGES) {
  const file = new URL(name, docs);
  const page = readFileSync(file, "utf8");
  const right = await rewritten(page);
  if (right === page) continue;
  if (isCheck) {
    const [is, should] = [page, right].map((content) => content.split("\n"));
    const at = should.findIndex((line, i) => line !== is[i]);
    wrong.push(`docs/${name}:${at + 1}\n  is      ${is[at]}\n  should  ${should[at]}`);
  } else writeFileSync(file, right);
}
