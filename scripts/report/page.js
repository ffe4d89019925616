// The text of docs/benchmarks.md, and the plots beside it.

import { readFileSync } from "node:fs";
import { number, speedText, table, times } from "./format.js";
import { casesOf, recordsWith, recordWith } from "./records.js";
import { SECTIONS } from "./sections.js";

/** What was found in profiles, which no record holds. */
const PROFILES = new URL("profiles.md", import.meta.url);

/** Ratios nearer to 1 than this are noise. */
const NOISE = 1.1;

/** Between two runs, which were not made in turn, the same holds of factors nearer to 1 than this. */
const CHANGE = 1.25;

/**
 * The page and its plots, by their paths in the repository. What has no record yet is left out.
 * @param {Map<string, object[]>} records by package
 * @returns {Map<string, string>}
 */
export function pageOf(records) {
  const files = new Map();
  const parts = [];
  const ahead = [];
  const used = new Set();
  for (const section of SECTIONS) {
    const record = recordWith(records.get(section.package), section.match);
    const cases = casesOf(record, section.match);
    if (cases.length === 0) continue;
    used.add(record);
    parts.push(`## ${section.title}`, section.about);
    if (section.draw !== undefined) {
      files.set(`docs/plots/${section.plot}`, section.draw(cases, subtitleOf(record)));
      parts.push(`![${section.title}, as in the table](plots/${section.plot})`);
    }
    parts.push(section.table(cases));
    parts.push(`Again: \`npx -y pnpm@12 --filter @hitung/${section.package} bench --record\``);
    if (!section.isOursAlone) ahead.push(...rivalsAhead(section, cases));
  }
  const page = `# Benchmarks

Written by \`pnpm bench\` from the records of its newest runs; not edited by hand. Speeds are medians of runs in turn with
their rivals, whose answers are checked. In brackets: ours as a multiple of theirs. Differences under 10% are noise.

${sources(used)}

\`npx -y pnpm@12 bench --record\` measures yours and writes this page anew, \`bench --quick\` only shows that all runs. It
needs a C compiler (\`cc\`); Redis (\`redis-server\`) and \`wc\` are compared where they are installed. A machine that does
nothing else, with a core each for server and generator, gives figures that can be repeated.

## Where others are ahead

${ahead.join("\n")}

${changes(records)}
${readFileSync(PROFILES, "utf8")}
${parts.join("\n\n")}
`;
  return files.set("docs/benchmarks.md", page);
}

/** Date, machine and Node of a record. */
export function subtitleOf({ date, machine, node }) {
  return `${date.slice(0, 10)}, ${machine.cores} cores of ${machine.cpu}, Node ${node.slice(1)}`;
}

function sources(records) {
  return [...records]
    .map((record) => `- [${record.path}](../${record.path}): ${subtitleOf(record)}, ${record.machine.system}`)
    .join("\n");
}

/**
 * How the newest figures differ from those of the record before. Where there is a rival, it was measured in both runs, and
 * what counts is how far we are from it: machines differ.
 */
function changes(records) {
  const rows = SECTIONS.flatMap((section) => {
    const all = recordsWith(records.get(section.package), section.match);
    if (all.length < 2) return [];
    const [newest, last] = all.map((record) => casesOf(record, section.match));
    return newest.flatMap(({ name, unit, rows }) => {
      const before = last.find((each) => each.name === name);
      return before === undefined ? [] : changeOf(section, name, unit, before.rows, rows);
    });
  });
  if (rows.length === 0) return "";
  return `## What has changed

The newest record of each case and the one before; in brackets the multiple of the rival that was measured beside it in
both. Left out is what differs by less than a quarter, as two runs are never quite alike.

${table(["", "", "before", "now", "better by"], rows)}
`;
}

function changeOf(section, name, unit, before, now) {
  const { isCost = false, unit: compared = unit, figureOf = ({ speed }) => speed } = section;
  const rivals = section.isOursAlone ? [] : now.slice(1);
  const rival = rivals.find((row) =>
    before.some((old) => old.name === row.name && !row.name.startsWith("hitung")),
  );
  const [old, own] = [before[0], now[0]].map(figureOf);
  const [oldTheirs, theirs] = [before, now].map((all) => all.find((row) => row.name === rival?.name));
  const [oldRatio, ratio] =
    rival === undefined ? [old, own] : [old / figureOf(oldTheirs), own / figureOf(theirs)];
  const factor = isCost ? oldRatio / ratio : ratio / oldRatio;
  if (!Number.isFinite(factor) || (factor < CHANGE && factor > 1 / CHANGE)) return [];
  const cell = (figure, part) =>
    speedText(figure, compared) + (rival === undefined ? "" : ` (${times(part)} ${rival.name})`);
  return [[section.title, name, cell(old, oldRatio), cell(own, ratio), times(factor)]];
}

/** In how many cases each rival is ahead, and the case where it is furthest. */
function rivalsAhead({ title, isCost = false, unit, figureOf = ({ speed }) => speed }, cases) {
  const rivals = new Map();
  for (const { name, unit: unitOfCase, rows } of cases) {
    const [ours, ...others] = rows;
    for (const row of others) {
      const [mine, theirs] = [figureOf(ours), figureOf(row)];
      const factor = isCost ? mine / theirs : theirs / mine;
      if (!(factor >= NOISE) || row.name.startsWith("hitung")) continue;
      const figures = [theirs, mine].map((figure) => speedText(figure, unit ?? unitOfCase)).join(" against ");
      const text = `${name}, ${figures}, a factor of ${number(factor)}`;
      rivals.set(row.name, [...(rivals.get(row.name) ?? []), { factor, text }]);
    }
  }
  return [...rivals].map(([rival, ahead]) => {
    const furthest = ahead.reduce((most, each) => (each.factor > most.factor ? each : most));
    return `- ${title}: ${rival} in ${ahead.length} of ${cases.length} cases; furthest with ${furthest.text}`;
  });
}
