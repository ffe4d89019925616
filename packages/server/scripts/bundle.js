// Makes dist/hitung-server/bin.cjs and worker-bin.cjs: each program in one file, together with the libraries that it uses.
// Node starts it in half of the time of the modules one by one (`pnpm bench` times it), and who installs the package
// installs no library. What src loads on demand is still run on demand.

import { build } from "esbuild";
import { writeLicences } from "../../../scripts/shared/licences.js";

/**
 * What pino loads at its start for transports, which are threads, and for files. It is given a stream, and needs none of it.
 */
const UNUSED = {
  "sonic-boom": "class {}",
  "thread-stream": "class {}",
  "on-exit-leak-free": "{}",
  worker_threads: "{ isMainThread: true }",
};

const leaveOutUnused = {
  name: "leave out what is not used",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, importer }) =>
      Object.hasOwn(UNUSED, path) && /\/node_modules\/pino\/lib\//.test(importer)
        ? { path, namespace: "unused" }
        : undefined,
    );
    onLoad({ filter: /./, namespace: "unused" }, ({ path }) => ({
      contents: `module.exports = ${UNUSED[path]};`,
    }));
  },
};

const { metafile } = await build({
  entryPoints: ["src/hitung-server/bin.ts", "src/hitung-server/worker-bin.ts"],
  outdir: "dist/hitung-server",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  metafile: true,
  // The folder of the bundle stands beside dist as that of the sources beside src.
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  plugins: [leaveOutUnused],
});
writeLicences(metafile, "dist/THIRD-PARTY-LICENSES.txt");
