// Puts hitung, hitung-bench, hitung-check and hitung-server on the PATH: packs the three packages as they would be
// published, and has npm install them for the whole machine, with their manual pages.

import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

const PACKAGES = ["protocol", "server", "client"];
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IS_WINDOWS = process.platform === "win32";

const { prefix: given } = readArguments(
  `pnpm install-programs [--prefix FOLDER]
Installs hitung, hitung-bench, hitung-check and hitung-server from this clone with npm, and tells how to take them off.
FOLDER is where npm puts programs (its bin) and manual pages (its share/man). Default: npm's own folder, or ~/.local if
that may not be written.`,
  { prefix: { type: "string" } },
);

try {
  install(given === undefined ? defaultPrefix() : resolve(process.env.INIT_CWD ?? "", given));
} catch (error) {
  process.stderr.write(`${error.message.trim()}\n`);
  process.exitCode = 1;
}

function install(prefix) {
  checkWritable(prefix);
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

  const bin = binOf(prefix);
  const names = PACKAGES.map((name) => `@hitung/${name}`).join(" ");
  const where = prefix === npmPrefix() ? "" : ` --prefix ${quoted(prefix)}`;
  process.stdout.write(
    `hitung, hitung-bench, hitung-check and hitung-server are in ${bin}; man hitung explains them.\n`,
  );
  if (!(process.env.PATH ?? "").split(delimiter).includes(bin)) {
    process.stdout.write(`That folder is not on the PATH. For this shell, and in ~/.profile for those to come:
  export PATH=${quoted(bin)}:"$PATH"\n`);
  }
  process.stdout.write(`To take them off:\n  npm uninstall --global${where} ${names}\n`);
}

/** npm's folder for programs, if this person may write there. */
function defaultPrefix() {
  const own = npmPrefix();
  try {
    checkWritable(own);
    return own;
  } catch {
    return join(homedir(), ".local");
  }
}

function npmPrefix() {
  return run("npm", ["prefix", "--global"], tmpdir()).trim();
}

/** The folder of the programs. */
function binOf(prefix) {
  return IS_WINDOWS ? prefix : join(prefix, "bin");
}

/** @throws {Error} if programs cannot be put there */
function checkWritable(prefix) {
  const bin = binOf(prefix);
  try {
    mkdirSync(bin, { recursive: true });
    accessSync(bin, constants.W_OK);
  } catch (error) {
    throw new Error(`${bin} cannot be written (${error.code}). Choose another folder with --prefix.`);
  }
}

/**
 * Runs a command to its end, and gives what it prints.
 * @throws {Error} if it fails
 */
function run(command, args, cwd) {
  const { error, status, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    shell: IS_WINDOWS,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status === 0) return stdout;
  throw new Error(`${error?.message ?? stdout}\n${command} ${args[0]} failed.`);
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
