import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { clientCommand } from "../../src/hitung-server/client-command.js";

const folder = temporaryFolder();

test("the client is called by its name only if the person's own shell finds it", () => {
  const bin = join(folder, "bin");
  const shims = join(folder, "node_modules/.bin");
  for (const each of [bin, shims]) {
    mkdirSync(each, { recursive: true });
    writeFileSync(join(each, "hitung"), "", { mode: 0o755 });
  }
  expect(clientCommand([shims, bin].join(delimiter))).toBe("hitung");
  expect(clientCommand(shims)).toMatch(/^node \S+\/client\/dist\/hitung\.cjs$/);
});
