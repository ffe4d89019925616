// Puts hitung, hitung-bench and hitung-server on the PATH: packs the three packages as they would be published, and has
// npm install them for the whole machine, with their manual pages.

import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

const PACKAGES = ["protocol", "server", "client"];
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IS_WINDOWS = process.platform === "win32";

const { prefix: given } = readArguments(
  `pnpm install-programs [--prefix FOLDER]
Installs hitung, hitung-bench and hitung-server from this clone with npm, and tells how to take them off.
FOLDER is where npm puts programs (its bin) and manual pages (its share/man). Default: npm's own folder, or ~/.local if
that may not be written.`,
  { prefix: { type: "string" } },
);

const prefix = given === undefined ? defaultPrefix() : resolve(process.env.INIT_CWD ?? "", given);
process.stdout.write("Building, packing and installing …\n");
run(process.execPath, [fileURLToPath(new URL("ensure-built.js", import.meta.url))], ROOT);
const folder = mkdtempSync(join(tmpdir(), "hitung-programs-"));
try {
  const tarballs = PACKAGES.map((name) => {
    const tarball = join(folder, `${name}.tgz`);
    run("pnpm", ["pack", "--out", tarball], join(ROOT, "packages", name));
    return tarball;
  });
  const quietly = ["--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["install", "--global", "--prefix", prefix, ...quietly, ...tarballs], folder);
} finally {
  rmSync(folder, { recursive: true });
}

const bin = IS_WINDOWS ? prefix : join(prefix, "bin");
const names = PACKAGES.map((name) => `@hitung/${name}`).join(" ");
const where = prefix === npmPrefix() ? "" : ` --prefix ${quoted(prefix)}`;
process.stdout.write(`hitung, hitung-bench and hitung-server are in ${bin}; man hitung explains them.\n`);
if (!(process.env.PATH ?? "").split(delimiter).includes(bin)) {
  process.stdout.write(`That folder is not on the PATH. For this shell, and in ~/.profile for those to come:
  export PATH=${quoted(bin)}:"$PATH"\n`);
}
process.stdout.write(`To take them off:\n  npm uninstall --global${where} ${names}\n`);

/** npm's folder for programs, if this person may write there. */
function defaultPrefix() {
  const own = npmPrefix();
  return IS_WINDOWS || isWritable(join(own, "bin")) ? own : join(homedir(), ".local");
}

function npmPrefix() {
  return run("npm", ["prefix", "--global"], tmpdir()).trim();
}

/** Whether this folder can be written, or made. */
function isWritable(path) {
  if (!existsSync(path)) return dirname(path) !== path && isWritable(dirname(path));
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command to its end, and gives what it prints. If it fails, so do we. */
function run(command, args, cwd) {
  const { error, status, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    shell: IS_WINDOWS,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status === 0) return stdout;
  process.stderr.write(`${error?.message ?? stdout}\n${command} ${args[0]} failed.\n`);
  process.exit(1);
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
