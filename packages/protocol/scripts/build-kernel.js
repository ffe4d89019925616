import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { UNICODE_VERSION } from "./grapheme-classes.js";
import { graphemeTables } from "./grapheme-tables.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tablesFile = join(root, "assembly", "grapheme-tables.generated.ts");
const kernelFile = join(root, "src", "kernel.generated.ts");
const wasmFile = join(tmpdir(), `hitung-kernel-${process.pid}.wasm`);

/** Static data starts behind the regions that assembly/layout.ts lays out. */
const MEMORY_BASE = 0x20000;

await writeFile(tablesFile, await graphemeTables());
await compile();
const wasm = await readFile(wasmFile);
await writeFile(
  kernelFile,
  `// Written by scripts/build-kernel.js from assembly/.

/** The version of Unicode that grapheme clusters follow. */
export const unicodeVersion = "${UNICODE_VERSION}";

/** The WebAssembly module, in base64. */
export const KERNEL_BASE64 = "${wasm.toString("base64")}";
`,
);

async function compile() {
  const { error, stderr } = await asc.main([
    join(root, "assembly", "index.ts"),
    "--outFile",
    wasmFile,
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
  ]);
  if (error !== null) throw new Error(`asc: ${error.message}\n${stderr.toString()}`);
}
