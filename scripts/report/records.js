// The records of each package, and what the report needs of them.

import { existsSync, readdirSync, readFileSync } from "node:fs";

const PACKAGES = ["protocol", "server", "client"];

/**
 * @typedef {object} Case what was raced, under its name within its kind
 * @property {string} name
 * @property {string} unit
 * @property {{ name: string, speed: number, ratio: number, latency?: Record<string, number> }[]} rows ours first
 */

/** @returns {Map<string, object[]>} the records of each package, the newest first, with their files' paths */
export function readRecords() {
  const records = new Map();
  for (const name of PACKAGES) {
    const folder = `packages/${name}/bench/records`;
    const url = new URL(`../../${folder}/`, import.meta.url);
    const files = existsSync(url) ? readdirSync(url).filter((file) => file.endsWith(".json")) : [];
    const read = (file) => ({
      ...JSON.parse(readFileSync(new URL(file, url), "utf8")),
      path: `${folder}/${file}`,
    });
    records.set(name, files.sort().reverse().map(read));
  }
  return records;
}

/** The newest record that has results whose title matches: a run of one part alone replaces nothing else. */
export function recordWith(records, title) {
  return records?.find(({ results }) => results.some(({ what }) => title.test(what)));
}

/** All records that have such results, the newest first. */
export function recordsWith(records, title) {
  return (records ?? []).filter(({ results }) => results.some(({ what }) => title.test(what)));
}

/**
 * The results whose title matches, named by what its first group holds.
 * @returns {Case[]}
 */
export function casesOf(record, title) {
  return (record?.results ?? []).flatMap(({ what, unit, rows }) => {
    const match = title.exec(what);
    return match === null ? [] : [{ name: match[1] ?? what, unit, rows }];
  });
}
