import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Process, testWith } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";

const PACKAGES = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hitung-packed-"));

beforeAll(() => {
  const tarballs = ["protocol", "server", "client"].map((name) => {
    const target = join(folder, `${name}.tgz`);
    execFileSync("pnpm", ["pack", "--out", target], { cwd: join(PACKAGES, name), stdio: "pipe" });
    return target;
  });
  const [protocol, server, client] = tarballs as [string, string, string];
  install("server", protocol, server);
  install("client", protocol, client);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Installs tarballs with npm in an empty folder. */
function install(name: string, ...tarballs: string[]): void {
  mkdirSync(join(folder, name));
  const args = ["install", "--no-audit", "--no-fund", ...tarballs];
  execFileSync("npm", args, { cwd: join(folder, name), stdio: "pipe" });
}

const start = (name: string, program: string, ...args: string[]) =>
  new Process(join(folder, name, "node_modules/.bin", program), args);

test.each([
  ["client", ["hdr-histogram-js", "d3-scale", "d3-shape"]],
  ["server", ["commander", "pino", "pino-pretty", "prom-client"]],
])(
  "the %s brings the protocol and nothing else, and the licences of what its programs contain",
  (name, contained) => {
    const modules = join(folder, name, "node_modules");
    expect(readdirSync(modules).filter((each) => !each.startsWith("."))).toEqual(["@hitung"]);
    expect(readdirSync(join(modules, "@hitung")).toSorted()).toEqual([name, "protocol"].toSorted());
    expect(readdirSync(join(modules, "@hitung", name)).toSorted()).not.toContain("node_modules");
    const licences = readFileSync(join(modules, "@hitung", name, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const library of contained) {
      expect(licences).toMatch(new RegExp(`^${library} [\\d.]+ \\([^\n]+\\)\n\n.*Copyright`, "ms"));
    }
  },
);

testWith(
  "man",
  "pnpm install-programs puts the programs and their manual on the PATH, and tells how to take them off",
  async () => {
    const prefix = join(folder, "it's a prefix");
    const args = ["--silent", "install-programs", "--prefix", prefix];
    const told = execFileSync("pnpm", args, { cwd: join(PACKAGES, ".."), encoding: "utf8" });
    const [, path] = /^ {2}(export PATH=.*)$/m.exec(told) ?? [];
    const [, removal] = /^To take them off:\n {2}(.*)$/m.exec(told) ?? [];
    const ask = `${path}; for name in hitung hitung-bench hitung-check hitung-server; do $name --version; man --where $name; done`;
    const shell = (script: string) => execFileSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
    expect(
      shell(ask).match(/^(0\.1\.0 \(Unicode 17\.0\.0\)|.*it's a prefix\/.*\/man\/hitung\S*\.1)$/gm),
    ).toHaveLength(8);
    shell(removal as string);
    expect(readdirSync(join(prefix, "bin"))).toEqual([]);
    expect(readdirSync(join(prefix, "share/man/man1"))).toEqual([]);
  },
  240_000,
);

test("the programs of the tarballs talk to each other", async () => {
  const server = start("server", "hitung-server", "--port", "0");
  const [greeting] = await once(server.child.stdout, "data");
  const port = /:(\d+)\./.exec(String(greeting))?.[1] as string;
  const hitung = start("client", "hitung", "--port", port, "Handy Arfiano Hastyawan");
  expect(await hitung.finish()).toMatchObject({ code: 0, stdout: `${sentence(23)}\n`, stderr: "" });
  const plot = join(folder, "latency.svg");
  const load = ["--port", port, "--messages", "1000", "--lang", "en", "--plot", plot];
  const bench = await start("client", "hitung-bench", ...load).finish();
  expect(bench).toMatchObject({ code: 0, stderr: "" });
  expect(bench.stdout).toMatch(/^messages {7}1,000\n.*^latency p50 .*^errors {9}0\n$/ms);
  expect(readFileSync(plot, "utf8")).toMatch(/^<svg .*<path class="curve" d="M[\d.,LM-]+"\/>.*<\/svg>\n$/s);
  server.child.kill("SIGTERM");
  expect((await server.finish()).code).toBe(0);
});
