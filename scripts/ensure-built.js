// Builds what a package's script is about to use, and says nothing unless that fails.
//
//   node ../../scripts/ensure-built.js [FILTER]    from a package's folder; default: the package and what it needs
//
// Within a turbo task there is nothing to do: turbo has built what the task depends on.

import { spawnSync } from "node:child_process";

if (process.env.TURBO_HASH === undefined) {
  const filter = process.argv[2] === undefined ? [] : [`--filter=${process.argv[2]}`];
  const { error, status, stdout, stderr } = spawnSync(
    "turbo",
    ["run", "build", ...filter, "--output-logs=errors-only"],
    {
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (status !== 0) {
    process.stderr.write(error === undefined ? Buffer.concat([stdout, stderr]) : `${error.message}\n`);
    process.exit(1);
  }
}
