// Makes dist/bin.cjs, the command line in one file: Node starts it in a fraction of the time that it needs for some
// fifty modules. What is loaded on demand stays so. `pnpm bench` times it.

import { readFileSync } from "node:fs";
import { build } from "esbuild";

const license = readFileSync(new URL("LICENSE", import.meta.resolve("commander")), "utf8");

await build({
  entryPoints: ["src/bin.ts"],
  outfile: "dist/bin.cjs",
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  // It is needed where a file takes long, and nowhere else.
  external: ["cli-progress"],
  footer: { js: `/*\nIncludes commander.\n\n${license}*/` },
});
