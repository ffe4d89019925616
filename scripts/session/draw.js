// Draws the screen of a terminal as an SVG document that is readable on light and on dark pages.

import { COLUMNS } from "./record.js";

const LETTER = 8.43;
const LINE = 20;
const MARGIN = { top: 44, side: 20, bottom: 16 };

/** The colours of a terminal that the programs use, by their number. */
const STYLE = `
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
.window { fill: #f6f8fa; stroke: #d1d9e0; }
.button { fill: #d1d9e0; }
.prompt, .dim { fill: #59636e; }
.typed, .bold { font-weight: 600; }
.c1 { fill: #cf222e; }
.c2 { fill: #1a7f37; }
.c3 { fill: #9a6700; }
.c4 { fill: #0969da; }
.c5 { fill: #8250df; }
.c6 { fill: #1b7c83; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .window { fill: #151b23; stroke: #3d444d; }
  .button { fill: #3d444d; }
  .prompt, .dim { fill: #9198a1; }
  .c1 { fill: #ff7b72; }
  .c2 { fill: #3fb950; }
  .c3 { fill: #d29922; }
  .c4 { fill: #4493f8; }
  .c5 { fill: #ab7df8; }
  .c6 { fill: #39c5cf; }
}`;

/**
 * @param {string} title
 * @param {{ text: string, style: string }[][]} lines
 * @param {string} prompt of the shell; what follows it was typed
 */
export function drawScreen(title, lines, prompt) {
  const width = Math.ceil(2 * MARGIN.side + COLUMNS * LETTER);
  const height = MARGIN.top + lines.length * LINE + MARGIN.bottom;
  const rows = lines.flatMap((runs, row) => {
    if (runs.length === 0) return [];
    const y = MARGIN.top + (row + 0.7) * LINE;
    return [`<text x="${MARGIN.side}" y="${y}">${withPrompt(runs, prompt).map(span).join("")}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<style>${STYLE}
</style>
<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${[22, 42, 62].map((x) => `<circle class="button" cx="${x}" cy="22" r="6"/>`).join("\n")}
${rows.join("\n")}
</svg>
`;
}

function withPrompt([first, ...rest], prompt) {
  if (!first.text.startsWith(prompt)) return [first, ...rest];
  return [
    { text: prompt, style: "prompt" },
    { text: first.text.slice(prompt.length), style: "typed" },
    ...rest,
  ];
}

function span({ text, style }) {
  return style === "" ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
