// Draws charts as SVG documents that are readable on light and on dark pages.

import { scaleLinear, scaleLog } from "d3-scale";
import { line, symbol, symbolCircle, symbolDiamond2, symbolSquare, symbolTriangle } from "d3-shape";
import { axisTexts, number, speedText } from "./format.js";

const WIDTH = 800;
const RIGHT = WIDTH - 40;
/** Below the title, the subtitle and the legend. */
const TOP = 92;
const ROW = 34;
const LINES_HEIGHT = 280;
const LOGARITHMIC = { en: "logarithmic scale", id: "skala logaritmik" };

/** The width of a letter on average, at most. */
const LETTER = 7.2;

/** A form for each series besides its colour, for whoever does not tell colours apart. */
const SYMBOLS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond2];

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 18px; font-weight: 600; }
.soft { fill: #59636e; }
.paper { fill: #ffffff; }
.grid, .span { stroke: #d1d9e0; }
.span { stroke-width: 3; }
.s0 { fill: #0969da; stroke: #0969da; }
.s1 { fill: #bc4c00; stroke: #bc4c00; }
.s2 { fill: #1a7f37; stroke: #1a7f37; }
.s3 { fill: #8250df; stroke: #8250df; }
.line { fill: none; stroke-width: 2; }
text.value { font-weight: 600; fill: #0969da; paint-order: stroke; stroke: #ffffff; stroke-width: 4; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .soft { fill: #9198a1; }
  .paper { fill: #0d1117; }
  .grid, .span { stroke: #3d444d; }
  .s0 { fill: #4493f8; stroke: #4493f8; }
  .s1 { fill: #f0883e; stroke: #f0883e; }
  .s2 { fill: #3fb950; stroke: #3fb950; }
  .s3 { fill: #ab7df8; stroke: #ab7df8; }
  .line { fill: none; }
  text.value { fill: #4493f8; stroke: #0d1117; }
}`;

/**
 * A row for each case, and on it a mark for each rival. The axis is logarithmic where values lie far apart.
 * @param {{ title: string, subtitle: string, language?: string }} words
 * @param {string} unit of the values
 * @param {{ name: string, values: Map<string, number> }[]} rows ours is the first value of each
 */
export function drawDots({ title, subtitle, language = "en" }, unit, rows) {
  const names = [...new Set(rows.flatMap(({ values }) => [...values.keys()]))];
  const all = rows.flatMap(({ values }) => [...values.values()]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const isLog = most / least > 10;
  const left = 32 + LETTER * Math.max(...rows.map(({ name }) => name.length));
  const x = (isLog ? scaleLog([left, RIGHT]) : scaleLinear([left, RIGHT])).domain(
    isLog ? [least / 1.5, most * 1.5] : [0, most * 1.1],
  );
  const ticks = isLog ? x.ticks().filter(isPowerOfTen) : x.ticks(5);
  const labels = axisTexts(ticks, unit, language);
  const bottom = TOP + rows.length * ROW;
  const marks = rows.map(({ name, values }, row) => {
    const y = TOP + (row + 0.5) * ROW;
    const xs = [...values.values()].map((value) => x(value));
    const [[, ours]] = values;
    return [
      text(left - 16, y + 4, name, "", "end"),
      `<line class="span" x1="${round(Math.min(...xs))}" x2="${round(Math.max(...xs))}" y1="${y}" y2="${y}"/>`,
      ...[...values].reverse().map(([rival, value]) => mark(names.indexOf(rival), x(value), y)),
      text(x(ours), y - 10, speedText(ours, unit, language), "value", "middle"),
    ].join("\n");
  });
  return svg(bottom + 40, title, isLog ? `${subtitle}; ${LOGARITHMIC[language]}` : subtitle, [
    legend(names),
    ...ticks.map((tick, at) => vertical(x(tick), labels[at], bottom)),
    ...marks,
  ]);
}

/**
 * A line for each rival.
 * @param {{ title: string, subtitle: string, x: string, y: string }} words
 * @param {{ at: number, label: string }[]} positions along the x axis
 * @param {Map<string, number[]>} series ours first; a value for each position
 * @param {{ isLog: boolean }} scale of the y axis
 */
export function drawLines(words, positions, series, { isLog }) {
  const all = [...series.values()].flat();
  const bottom = TOP + LINES_HEIGHT;
  const left = 80;
  const ats = positions.map(({ at }) => at);
  const x = scaleLinear([left + 24, RIGHT - 24]).domain([Math.min(...ats), Math.max(...ats)]);
  const y = (isLog ? scaleLog([bottom, TOP + 8]) : scaleLinear([bottom, TOP + 8]))
    .domain([isLog ? Math.min(...all) : 0, Math.max(...all)])
    .nice();
  const ticks = isLog ? y.ticks().filter((tick) => /^[125]/.test(tick.toExponential())) : y.ticks(6);
  const lines = [...series.values()].map((values, index) => {
    const points = values.map((value, position) => [x(ats[position]), y(value)]);
    const marks = points.map(([px, py]) => mark(index, px, py));
    return [`<path class="line s${index}" d="${line().digits(1)(points)}"/>`, ...marks].join("\n");
  });
  return svg(bottom + 64, words.title, words.subtitle, [
    legend([...series.keys()]),
    ...ticks.map((tick) => horizontal(y(tick), number(tick), left)),
    ...positions.map(({ at, label }) => text(x(at), bottom + 20, label, "soft", "middle")),
    text((left + RIGHT) / 2, bottom + 46, words.x, "soft", "middle"),
    `<text class="soft" transform="translate(20 ${(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">${words.y}</text>`,
    ...lines.reverse(),
  ]);
}

function isPowerOfTen(value) {
  return /^1e/.test(value.toExponential());
}

function svg(height, title, subtitle, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${title}: ${subtitle}</title>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${text(16, 28, title, "title")}
${text(16, 48, subtitle, "soft")}
${parts.join("\n")}
</svg>
`;
}

/** The names of the series in a line above the chart. */
function legend(names) {
  let at = 24;
  return names
    .map((name, index) => {
      const x = at;
      at += 40 + name.length * LETTER;
      return `${mark(index, x, 70)}${text(x + 13, 74, name)}`;
    })
    .join("\n");
}

function mark(series, x, y) {
  const shape = symbol(SYMBOLS[series], series === 0 ? 110 : 70).digits(1)();
  return `<path class="s${series}" transform="translate(${round(x)} ${round(y)})" d="${shape}"/>`;
}

function vertical(x, label, bottom) {
  const at = round(x);
  return `<line class="grid" x1="${at}" x2="${at}" y1="${TOP}" y2="${bottom}"/>${text(x, bottom + 20, label, "soft", "middle")}`;
}

function horizontal(y, label, left) {
  const at = round(y);
  return `<line class="grid" x1="${left}" x2="${RIGHT}" y1="${at}" y2="${at}"/>${text(left - 10, y + 4, label, "soft", "end")}`;
}

function text(x, y, content, style = "", anchor = "start") {
  const className = style === "" ? "" : ` class="${style}"`;
  return `<text${className} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
