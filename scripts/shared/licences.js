import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of an installed package, at the start of the path of one of its files. */
const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Where the text of a licence stands, for packages that name theirs and do not carry it. */
const LICENCE_TEXTS = { "Apache-2.0": "node_modules/@typescript/native/LICENSE" };

/** Writes the licences of all packages of which a bundle has code. */
export function writeLicences(metafile, target) {
  writeFileSync(target, licencesOf(metafile));
}

/** The licences of all packages of which a bundle has code. esbuild's `metafile` tells which they are. */
export function licencesOf(metafile) {
  const files = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(files.flatMap(([file]) => PACKAGE_FOLDER.exec(file) ?? []));
  const licences = Array.from(folders, (folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const path = file === undefined ? LICENCE_TEXTS[license] : join(folder, file);
    if (path === undefined) throw new Error(`${name} has no file with its licence, ${license}`);
    return `${name} ${version} (${license})\n\n${readFileSync(path, "utf8").trim()}\n`;
  });
  return licences.sort().join(`\n${"-".repeat(80)}\n\n`);
}
