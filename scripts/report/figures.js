// The tables and plots of the sections: what they make of the results of a kind.

import { PERCENTILES } from "../shared/benchmarks.js";
import { drawDots, drawLines } from "./chart.js";
import { number, speedText, table, times } from "./format.js";

/** The case whose latency is drawn. */
const LATENCY_CASE = "50 connections, pipeline 1";

export function dots(title, subtitle, cases) {
  const rows = cases.map(({ name, rows }) => ({
    name: name.replace(/^one message of /, ""),
    values: new Map(rows.map((row) => [row.name, row.speed])),
  }));
  return drawDots({ title, subtitle }, cases[0].unit, rows);
}

export function speeds(cases) {
  const names = namesOf(cases);
  return table(
    ["", ...names],
    cases.map(({ name, unit, rows }) => [
      name,
      ...names.map((rival, at) => {
        const row = rows.find((each) => each.name === rival);
        if (row === undefined) return undefined;
        return speedText(row.speed, unit) + (at === 0 ? "" : ` (${times(row.ratio)})`);
      }),
    ]),
  );
}

export function latencies(cases) {
  return table(
    ["", "", ...PERCENTILES],
    cases.flatMap(({ name, rows }) =>
      rows
        .filter(({ latency }) => latency !== undefined)
        .map((row, at) => [
          at === 0 ? name : "",
          row.name,
          ...PERCENTILES.map((percentile) => number(row.latency[percentile] / 1000)),
        ]),
    ),
  );
}

export function drawLatencies(cases, subtitle) {
  const { rows } = cases.find(({ name }) => name === LATENCY_CASE) ?? cases[0];
  const series = rows.map(({ name, latency }) => [
    name,
    PERCENTILES.map((percentile) => latency[percentile] / 1000),
  ]);
  const words = {
    title: "Latency",
    subtitle: `${LATENCY_CASE}; ${subtitle}`,
    x: "percentile",
    y: "milliseconds",
  };
  const positions = PERCENTILES.map((label, at) => ({ at, label }));
  return drawLines(words, positions, new Map(series), { isLog: true });
}

export function memory(cases) {
  const names = namesOf(cases);
  const perConnection = perConnectionOf(cases);
  return table(
    ["connections", ...names],
    [
      ...cases.map(({ name, rows }) => [
        number(Number(name)),
        ...rows.map(({ speed }) => `${number(speed)} MiB`),
      ]),
      ["each", ...names.map((rival) => `${number(perConnection.get(rival))} KiB`)],
    ],
  );
}

/** What a connection adds, in KiB. */
function perConnectionOf(cases) {
  const [first, last] = [cases[0], cases.at(-1)];
  const connections = Number(last.name) - Number(first.name);
  return new Map(
    last.rows.map(({ name, speed }, at) => [name, ((speed - first.rows[at].speed) * 1024) / connections]),
  );
}

/** The same cases with another figure of each row. */
export function withFigure(cases, unit, figureOf) {
  return cases.map((each) => ({
    ...each,
    unit,
    rows: each.rows.map((row) => ({ ...row, speed: figureOf(row) })),
  }));
}

/** A row for each size. */
export function growth(cases) {
  const names = namesOf(cases);
  return table(
    ["", ...names],
    cases.map(({ name, unit, rows }) => [
      Number(name).toLocaleString("en"),
      ...names.map((rival) => speedText(rows.find((row) => row.name === rival)?.speed ?? Number.NaN, unit)),
    ]),
  );
}

/** Sizes a power of ten apart are as far from each other. */
export function drawGrowth(title, unit, cases, subtitle, figureOf) {
  const series = namesOf(cases).map((rival, at) => [rival, cases.map(({ rows }) => figureOf(rows[at]))]);
  const positions = cases.map(({ name }) => ({
    at: Math.log10(Number(name)),
    label: Number(name).toLocaleString("en"),
  }));
  const x = title.replace(/^.* by (\w+( in flight)?).*$/, "$1");
  return drawLines({ title, subtitle, x, y: unit }, positions, new Map(series), { isLog: unit !== "MiB" });
}

export function drawMemory(cases, subtitle) {
  const series = namesOf(cases).map((rival, at) => [rival, cases.map(({ rows }) => rows[at].speed)]);
  const words = { title: "Memory of idle connections", subtitle, x: "connections", y: "MiB" };
  const positions = cases.map(({ name }) => ({ at: Number(name), label: Number(name).toLocaleString("en") }));
  return drawLines(words, positions, new Map(series), { isLog: false });
}

function namesOf(cases) {
  return [...new Set(cases.flatMap(({ rows }) => rows.map(({ name }) => name)))];
}
