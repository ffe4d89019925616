// The newest record of each package, and what the report needs of it.

import { existsSync, readdirSync, readFileSync } from "node:fs";

const PACKAGES = ["protocol", "server", "client"];

/**
 * @typedef {object} Case what was raced, under its name within its kind
 * @property {string} name
 * @property {string} unit
 * @property {{ name: string, speed: number, ratio: number, latency?: Record<string, number> }[]} rows ours first
 */

/** @returns {Map<string, object>} the newest record of each package that has one, with its file's path */
export function newestRecords() {
  const records = new Map();
  for (const name of PACKAGES) {
    const folder = `packages/${name}/bench/records`;
    const url = new URL(`../../${folder}/`, import.meta.url);
    const files = existsSync(url) ? readdirSync(url).filter((file) => file.endsWith(".json")) : [];
    const newest = files.sort().at(-1);
    if (newest === undefined) continue;
    const record = JSON.parse(readFileSync(new URL(newest, url), "utf8"));
    records.set(name, { ...record, path: `${folder}/${newest}` });
  }
  return records;
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
