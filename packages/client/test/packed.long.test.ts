import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Process } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";

const PACKAGES = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hitung-packed-"));

beforeAll(() => {
  for (const name of ["protocol", "server", "client"]) {
    execFileSync("pnpm", ["pack", "--pack-destination", folder], {
      cwd: join(PACKAGES, name),
      stdio: "pipe",
    });
  }
  const tarballs = readdirSync(folder).map((file) => join(folder, file));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...tarballs], { cwd: folder, stdio: "pipe" });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test("the tarballs install with npm in an empty folder, and their bins talk to each other", async () => {
  const server = new Process(join(folder, "node_modules/.bin/hitung-server"), ["--port", "0"]);
  const [greeting] = await once(server.child.stdout, "data");
  const port = /:(\d+)\./.exec(String(greeting))?.[1] as string;
  const hitung = new Process(join(folder, "node_modules/.bin/hitung"), [
    "--port",
    port,
    "Handy Arfiano Hastyawan",
  ]);
  expect(await hitung.finish()).toMatchObject({ code: 0, stdout: `${sentence(23)}\n`, stderr: "" });
  server.child.kill("SIGTERM");
  expect((await server.finish()).code).toBe(0);
});
