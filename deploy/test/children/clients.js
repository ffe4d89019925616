// Clients of the library, from the arguments PORT CA COUNT. For each line of standard input it prints what became of the
// messages since the line before: how many answers were right, how many wrong, what failed, and the longest wait.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { connect } from "@hitung/client";

const [port, ca, count] = process.argv.slice(2);
let tally;
const reset = () => {
  tally = { right: 0, wrong: 0, failed: [], longest: 0 };
};
reset();

const options = { port: Number(port), tls: { ca: readFileSync(ca), servername: "localhost" } };

/** The balancer may still be starting. */
async function connectWhenReady() {
  for (;;) {
    try {
      return await connect(options);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function ask() {
  const client = await connectWhenReady();
  for (let round = 0; ; round++) {
    const size = round % 300;
    const since = performance.now();
    try {
      if ((await client.count("\u00e9".repeat(size))) === size) tally.right++;
      else tally.wrong++;
    } catch (error) {
      tally.failed.push(String(error));
    }
    tally.longest = Math.max(tally.longest, performance.now() - since);
    // Hundreds a second are enough: the fleet shares the processors with them.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

for (let i = 0; i < Number(count); i++) ask();
for await (const _ of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  reset();
}
process.exit();
