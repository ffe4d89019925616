// Builds what a package's script is about to use, and says nothing unless that fails.
//
//   node ../../scripts/ensure-built.js [FILTER [TASK]]    from a package's folder
//
// Default: the package and what it needs, and the task `build`. Within a turbo task there is nothing to do: turbo has
// built what the task depends on.

import { spawnSync } from "node:child_process";

if (process.env.TURBO_HASH === undefined) {
  const [filter, task = "build"] = process.argv.slice(2);
  const args = ["run", task, "--output-logs=errors-only"];
  if (filter !== undefined) args.push(`--filter=${filter}`);
  const { error, status, stdout, stderr } = spawnSync("turbo", args, {
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) {
    process.stderr.write(error === undefined ? Buffer.concat([stdout, stderr]) : `${error.message}\n`);
    process.exit(1);
  }
}
