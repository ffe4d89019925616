import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { UNICODE_VERSION } from "./grapheme-classes.js";
import { graphemeTables } from "./grapheme-tables.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tablesFile = join(root, "assembly", "grapheme-tables.generated.ts");
const kernelFile = join(root, "src", "counting", "kernel.generated.ts");

/** Static data starts behind the regions that assembly/layout.ts lays out. */
const MEMORY_BASE = 0x30000;

await writeFile(tablesFile, await graphemeTables());
const wasm = await compile();
await writeFile(
  kernelFile,
  `// Written by scripts/build-kernel.js from assembly/.

/** The version of Unicode that grapheme clusters follow. */
export const unicodeVersion = "${UNICODE_VERSION}";

/** The WebAssembly module, in base64. */
export const KERNEL_BASE64 = "${Buffer.from(wasm).toString("base64")}";
`,
);

/** The module, which is kept in memory and written nowhere else. */
async function compile() {
  let module;
  const { error, stderr } = await asc.main(
    [
      join(root, "assembly", "index.ts"),
      "--outFile",
      "kernel.wasm",
      "--optimizeLevel",
      "3",
      "--converge",
      "--noAssert",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--memoryBase",
      String(MEMORY_BASE),
    ],
    {
      writeFile(_name, contents) {
        module = contents;
      },
    },
  );
  if (error !== null) throw new Error(`asc: ${error.message}\n${stderr.toString()}`);
  return module;
}
