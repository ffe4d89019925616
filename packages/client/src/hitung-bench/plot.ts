import type { Language } from "@hitung/protocol";
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { type Latencies, PERCENTILES } from "./latencies.js";
import { WORDING } from "./wording.js";

const WIDTH = 800;
const HEIGHT = 480;
const MARGIN = { top: 96, right: 32, bottom: 56, left: 72 };

/** Points of the curve from one power of ten to the next. */
const POINTS_PER_DECADE = 50;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 18px; font-weight: 600; }
.soft { fill: #59636e; }
.legend, .name { font-weight: 600; }
.paper { fill: #ffffff; }
.grid { stroke: #d1d9e0; }
.curve { fill: none; stroke: #0969da; stroke-width: 2; stroke-linejoin: round; }
.point { fill: #0969da; stroke: #ffffff; stroke-width: 2; }
.name { paint-order: stroke; stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .soft { fill: #9198a1; }
  .paper { fill: #0d1117; }
  .grid { stroke: #3d444d; }
  .curve { stroke: #4493f8; }
  .point { fill: #4493f8; stroke: #0d1117; }
  .name { stroke: #0d1117; }
}`;

/**
 * Draws the latency over the percentile as an SVG document. The axis of percentiles is that of HdrHistogram: each nine
 * takes the same room, so that the slowest replies are seen as well as the common ones.
 * @param subtitle text without markup
 */
export function drawLatencies(latencies: Latencies, subtitle: string, language: Language): string {
  const wording = WORDING[language];
  const milliseconds = (percentile: number) => latencies.atPercentile(percentile) / 1000;
  // Of n replies the slowest is the percentile 100 - 100 / n, which is where the axis ends.
  const end = Math.max(latencies.count, 10);
  const x = scaleLog([1, end], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, milliseconds(100)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice();

  const steps = Math.ceil(POINTS_PER_DECADE * Math.log10(end));
  const points = Array.from({ length: steps + 1 }, (_, step): [number, number] => {
    const rank = step === steps ? end : end ** (step / steps);
    return [x(rank), y(milliseconds(step === steps ? 100 : 100 - 100 / rank))];
  });
  const marks = Object.entries(PERCENTILES)
    .map(([name, percentile]) => ({
      name: name === "max" ? wording.plotMax : name,
      rank: percentile === 100 ? end : 100 / (100 - percentile),
      latency: milliseconds(percentile),
    }))
    .filter(({ name, rank }) => name === wording.plotMax || rank < end);
  const values = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const legend = marks.map(({ name, latency }) => `${name} ${values.format(latency)} ms`).join(" \u00b7 ");
  const ticks = y.ticks(6);
  const decimals = Math.max(...ticks.map((tick) => String(tick).split(".")[1]?.length ?? 0));
  const tickFormat = new Intl.NumberFormat(language, { minimumFractionDigits: decimals });
  const nines = Array.from({ length: Math.floor(Math.log10(end)) + 1 }, (_, power) => 10 ** power);
  const percentile = new Intl.NumberFormat(language, { maximumFractionDigits: 12 });
  const middle = (MARGIN.top + HEIGHT - MARGIN.bottom) / 2;

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">${wording.plotTitle}: ${subtitle}</title>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text class="title" x="${MARGIN.left}" y="30">${wording.plotTitle}</text>
<text class="soft" x="${MARGIN.left}" y="52">${subtitle}</text>
<text class="legend" x="${MARGIN.left}" y="76">${legend}</text>
${nines.map((rank) => vertical(x(rank), percentile.format(100 - 100 / rank))).join("\n")}
${ticks.map((tick) => horizontal(y(tick), tickFormat.format(tick))).join("\n")}
<text class="soft" x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${wording.plotX}</text>
<text class="soft" transform="translate(20 ${middle}) rotate(-90)" text-anchor="middle">${wording.plotY}</text>
<path class="curve" d="${line().digits(2)(points)}"/>
${marks.map(({ name, rank, latency }) => mark(x(rank), y(latency), name)).join("\n")}
</svg>
`;
}

function vertical(x: number, label: string): string {
  const [at, bottom] = [round(x), HEIGHT - MARGIN.bottom];
  return `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${bottom}"/><text class="soft" x="${at}" y="${bottom + 20}" text-anchor="middle">${label}</text>`;
}

function horizontal(y: number, label: string): string {
  const at = round(y);
  return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text class="soft" x="${MARGIN.left - 10}" y="${at + 4}" text-anchor="end">${label}</text>`;
}

/** A point of the curve with its name, left of it and above: the curve rises, so there is room. */
function mark(x: number, y: number, name: string): string {
  const [cx, cy] = [round(x), round(y)];
  return `<circle class="point" cx="${cx}" cy="${cy}" r="5"/><text class="name" x="${cx - 6}" y="${cy - 9}" text-anchor="end">${name}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
