import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { Process } from "../../../../testing/processes.js";
import { startServer } from "../server.js";

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("the README's examples run, and come to what stands behind them", async () => {
  const { port } = await startServer();
  const file = join(temporaryFolder(), "big.txt");
  writeFileSync(file, "x".repeat(100_000));
  const blocks = readFileSync(pathOf("README.md"), "utf8").matchAll(/^```ts\n(.*?)^```/gms);
  let checks = 0;
  const code = Array.from(blocks, ([, block]) => block)
    .join("")
    .replace("12345", String(port))
    .replace('"@hitung/client"', JSON.stringify(pathOf("dist/index.js")))
    .replace('"big.txt"', JSON.stringify(file))
    // The first example closes the client that the others use.
    .replace("await client.close();", "")
    .replace(/^(await .+); \/\/ ([[{\d].*)$/gm, (_line, call, value) => {
      checks++;
      return `deepEqual(${call}, ${value});`;
    });
  const all = `import { deepEqual } from "node:assert/strict";${code}await client.close();`;
  const example = new Process(process.execPath, ["--input-type=module", "-e", all]);
  expect(await example.finish()).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
  expect(checks).toBe(4);
});
