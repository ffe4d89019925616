import { linkOf } from "../catalogue/cases.js";
import { CASE_TEXTS } from "../catalogue/texts.js";
import type { Role } from "../job.js";
import { passes, pointsOf, type Result, scoresOf } from "../result.js";
import { WORDING } from "../wording.js";
import { columnsOf, escapeXml, type Findings } from "./files.js";
import { dialectOf, remarksOf, transcriptLines, verdictOf } from "./words.js";

const ROLES: readonly Role[] = ["server", "client"];

/** No case of a page shows more lines of bytes. */
const MAX_LINES = 300;

const SIGNS = {
  right: "✓",
  wrong: "✗",
  noReply: "…",
  died: "†",
  hung: "∞",
  didNotStart: "∅",
  notRun: "–",
} as const;

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --good: light-dark(#dafbe1, #12361f);
  --bad: light-dark(#ffebe9, #4a1a1d); --warn: light-dark(#fff8c5, #3d300a); --dim: light-dark(#59636e, #9198a1); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h2::first-letter { text-transform: uppercase; }
abbr { text-decoration: none; }
p { margin: .25rem 0 .75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 0; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .4rem; text-align: left; white-space: nowrap; }
thead th { vertical-align: bottom; position: sticky; top: 0; background: Canvas; }
tbody th { position: sticky; left: 0; background: Canvas; font-weight: 600; }
td.case { padding: .1rem; text-align: center; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
button.cell { font: inherit; min-width: 2rem; min-height: 2rem; border: 1px solid transparent; border-radius: .3rem;
  cursor: pointer; background: var(--bad); color: CanvasText; }
button.cell.right { background: var(--good); }
button.cell.notRun { background: transparent; color: var(--dim); }
button.cell.thenDied { background: var(--warn); }
button.cell:hover, button.cell:focus-visible { border-color: CanvasText; }
dialog { width: min(52rem, 92vw); max-height: 88vh; border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow: auto; max-height: 45vh; padding: .75rem; border: 1px solid var(--line); border-radius: .3rem; font-size: 13px; }
.dim { color: var(--dim); } .legend span { margin-right: 1rem; white-space: nowrap; }
`;

const SCRIPT = `
const data = JSON.parse(document.getElementById("data").textContent);
const dialog = document.querySelector("dialog");
const fill = (name, text) => { dialog.querySelector("[data-" + name + "]").textContent = text; };
document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest("button.cell");
  if (!button) return;
  const { program, cases } = data.programs[button.dataset.program];
  const result = cases[button.dataset.case];
  const about = data.cases[button.dataset.case];
  fill("title", program + ": " + button.dataset.case + " " + about.name);
  fill("verdict", [result.verdict, ...result.remarks].join(". "));
  fill("sends", about.sends);
  fill("why", about.why);
  fill("todo", about.todo);
  fill("bytes", result.lines.join("\\n") || data.noBytes);
  const link = dialog.querySelector("[data-link]");
  link.href = about.link;
  link.textContent = about.link;
  dialog.showModal();
});
`;

/** One page for a lecturer, which needs no network: rows are programs, columns cases. */
export function toHtml(findings: Findings): string {
  const { results, problems, language } = findings;
  const wording = WORDING[language];
  const columns = columnsOf(results);
  const data = {
    noBytes: wording.noBytes,
    cases: Object.fromEntries(
      columns.map((each) => [each.id, { ...CASE_TEXTS[language][each.id], link: linkOf(each, language) }]),
    ),
    programs: results.map(({ subject, results: cases }) => ({
      program: `${subject.name} (${wording.roles[subject.role]})`,
      cases: Object.fromEntries(
        cases.map(({ case: { id }, outcome }) => [
          id,
          {
            verdict: verdictOf(outcome, language),
            remarks: remarksOf(outcome, language),
            lines: transcriptLines(outcome.transcript, language).slice(0, MAX_LINES),
          },
        ]),
      ),
    })),
  };
  const tables = ROLES.map((role) => tableOf(role, findings)).filter((table) => table !== "");
  const told = problems.map(
    ({ name, problem: [key, fact] }) =>
      `<li><strong>${escapeXml(name)}</strong>: ${escapeXml(wording.problems[key](fact))}</li>`,
  );
  const legend = (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).map(
    (verdict) => `<span>${SIGNS[verdict]} ${wording.verdicts[verdict]}</span>`,
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${wording.title}</title>
<style>${STYLE}</style>
<main>
<h1>${wording.title}</h1>
<p>${wording.hint}</p>
<p class="legend dim">${legend.join("\n")}</p>
${tables.join("\n")}
${told.length === 0 ? "" : `<h2>${wording.notTold}</h2>\n<ul>\n${told.join("\n")}\n</ul>`}
</main>
<dialog aria-labelledby="title">
<h2 id="title" data-title></h2>
<dl>
<dt>${wording.explanation}</dt><dd data-verdict></dd>
<dt>${wording.sends}</dt><dd data-sends></dd>
<dt>${wording.why}</dt><dd data-why></dd>
<dt>${wording.todo}</dt><dd data-todo></dd>
<dt></dt><dd><a data-link target="_blank" rel="noreferrer"></a></dd>
</dl>
<h3>${wording.seeBytes}</h3>
<pre data-bytes tabindex="0"></pre>
<form method="dialog"><button autofocus>${wording.close}</button></form>
</dialog>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>
<script>${SCRIPT}</script>
</html>
`;
}

/** One table for the programs of a role: they have the same columns. */
function tableOf(role: Role, { results, language, points }: Findings): string {
  const wording = WORDING[language];
  const own = results.filter(({ subject }) => subject.role === role);
  if (own.length === 0) return "";
  const columns = columnsOf(own);
  const levels = [...new Set(own.flatMap((result) => scoresOf(result).map(({ level }) => level)))];
  const heads = [wording.program, ...levels.map((level) => wording.levels[level]), wording.pointsTitle].map(
    (text) => `<th scope="col">${text}</th>`,
  );
  const cases = columns.map(
    ({ id }) =>
      `<th scope="col" class="case"><abbr title="${escapeXml(CASE_TEXTS[language][id].name)}">${id}</abbr></th>`,
  );
  const rows = own.map((result) =>
    rowOf(
      result,
      results.indexOf(result),
      { language, points },
      columns.map(({ id }) => id),
      levels,
    ),
  );
  const title = wording.roles[role];
  return `<h2>${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<table>
<thead><tr>${heads.join("")}
${cases.join("\n")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</div>`;
}

function rowOf(
  result: Result,
  index: number,
  { language, points }: Pick<Findings, "language" | "points">,
  ids: readonly string[],
  levels: readonly string[],
): string {
  const { subject, dialect, results } = result;
  const scores = new Map<string, string>(
    scoresOf(result).map(({ level, right, of }) => [level, `${right}/${of}`]),
  );
  const cells = ids.map((id) => {
    const found = results.find(({ case: each }) => each.id === id);
    if (found === undefined) return '<td class="case"></td>';
    const { outcome } = found;
    const verdict = verdictOf(outcome, language);
    const kind = outcome.verdict === "right" && outcome.death !== undefined ? "thenDied" : outcome.verdict;
    const label = escapeXml(`${subject.name}, ${id} ${CASE_TEXTS[language][found.case.id].name}: ${verdict}`);
    return `<td class="case"><button class="cell ${kind}" data-program="${index}" data-case="${id}" aria-label="${label}" title="${label}">${SIGNS[outcome.verdict]}</button></td>`;
  });
  const title = dialect === undefined ? "" : ` title="${escapeXml(dialectOf(dialect, language).join("; "))}"`;
  return `<tr><th scope="row"${title}>${passes(result) ? "✓" : "✗"} ${escapeXml(subject.name)}</th>${levels
    .map((level) => `<td class="number">${scores.get(level) ?? ""}</td>`)
    .join("")}<td class="number">${pointsOf(result, points).points}</td>${cells.join("")}</tr>`;
}
