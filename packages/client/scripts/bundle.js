// Makes dist/hitung.cjs, the command line in one file, which Node starts much faster than the modules one by one. What
// src loads on demand is still run on demand. `pnpm bench` times it.

import { build } from "esbuild";

await build({
  entryPoints: ["src/hitung/bin.ts"],
  outfile: "dist/hitung.cjs",
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  // It is needed where a file takes long, and nowhere else.
  external: ["cli-progress"],
});
