// Makes dist/hitung.cjs, dist/hitung-bench.cjs and dist/hitung-check.cjs: each program in one file, together with the libraries that it uses.
// Node starts it much faster than the modules one by one (`pnpm bench` times it), and who installs the package
// installs no library. What src loads on demand is still run on demand.

import { build } from "esbuild";
import { writeLicences } from "../../../scripts/shared/licences.js";

const { metafile } = await build({
  entryPoints: {
    hitung: "src/hitung/bin.ts",
    "hitung-bench": "src/hitung-bench/bin.ts",
    "hitung-check": "src/hitung-check/bin.ts",
    // What plays a case is a process of its own.
    "hitung-check-stage": "src/hitung-check/stage-bin.ts",
  },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  metafile: true,
});
writeLicences(metafile, "dist/THIRD-PARTY-LICENSES.txt");
