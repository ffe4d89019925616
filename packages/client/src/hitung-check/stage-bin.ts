import { execFileSync } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Job } from "./job.js";
import { play } from "./stage/play.js";

// Runs one case: the job is a line of JSON on standard input, and so is the outcome on standard output. It runs in a
// sandbox, if there is one, together with the program. When standard input ends, whoever asked has gone.

process.stdin.once("data", async (line) => {
  const job = JSON.parse(String(line)) as Job;
  const leaving = new AbortController();
  void text(process.stdin).then(() => leaving.abort());
  if (job.isSandboxed) ownEveryAddress();
  process.stdout.write(JSON.stringify(await play(job, leaving.signal)), () => process.exit());
});

/** Makes every address one of this sandbox, so that a program finds the one of its author's network here. */
function ownEveryAddress(): void {
  for (const [family, network] of [
    ["-4", "0.0.0.0/0"],
    ["-6", "::/0"],
  ] as const) {
    try {
      execFileSync("ip", [family, "route", "add", "local", network, "dev", "lo"], { stdio: "ignore" });
    } catch {
      // Without iproute2, or IPv6, there are those of the loopback only.
    }
  }
}
