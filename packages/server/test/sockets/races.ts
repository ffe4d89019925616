import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { sentence } from "../../../../testing/sentences.js";
import { connectToPath } from "./paths.js";

const RACER = fileURLToPath(new URL("children/racer.js", import.meta.url));

/** Leaves sockets behind that nobody listens on, at the paths that are its arguments. */
const LEAVE_SOCKETS = `
import socket, sys
for path in sys.argv[1:]:
    socket.socket(socket.AF_UNIX).bind(path)
`;

async function startRacer(): Promise<ChildProcess> {
  const racer = fork(RACER);
  const exited = once(racer, "exit");
  whenTestEnds(async () => {
    racer.kill("SIGKILL");
    await exited;
  });
  await once(racer, "message");
  return racer;
}

async function tell(racer: ChildProcess, path: string): Promise<string> {
  const answered = once(racer, "message");
  racer.send(path);
  return (await answered)[0];
}

/** A folder with so many sockets that nobody listens on. */
export function leaveSockets(count: number): { folder: string; paths: string[] } {
  const folder = temporaryFolder();
  const paths = Array.from({ length: count }, (_, i) => join(folder, `${i}.sock`));
  execFileSync("python3", ["-c", LEAVE_SOCKETS, ...paths]);
  return { folder, paths };
}

/** So many processes start at once on a socket that was left behind, again and again: one of them gets it. */
export async function race(racers: number, rounds: number): Promise<void> {
  const { folder, paths } = leaveSockets(rounds);
  const children = await Promise.all(Array.from({ length: racers }, startRacer));
  for (const path of paths) {
    const answers = await Promise.all(children.map((racer) => tell(racer, path)));
    expect(answers.toSorted()).toEqual([...new Array(racers - 1).fill("EADDRINUSE"), "listens"]);
    const peer = await connectToPath(path);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    await peer.close();
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
    await Promise.all(children.map((racer) => tell(racer, "")));
    expect(readdirSync(folder)).not.toContain(basename(path));
  }
}

/** One of the processes is killed on its way, again and again: what it leaves behind is in nobody's way. */
export async function raceWithKills(racers: number, rounds: number): Promise<void> {
  const { paths } = leaveSockets(rounds);
  const children = await Promise.all(Array.from({ length: racers }, startRacer));
  for (const path of paths) {
    const victim = await startRacer();
    const killed = once(victim, "exit");
    victim.send(path, () => victim.kill("SIGKILL"));
    const answers = await Promise.all(children.map((racer) => tell(racer, path)));
    await killed;
    const winners = answers.filter((answer) => answer !== "EADDRINUSE");
    if (winners.length === 0) winners.push(await tell(children[0] as ChildProcess, path));
    expect(winners).toEqual(["listens"]);
    const peer = await connectToPath(path);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    await peer.close();
    await Promise.all(children.map((racer) => tell(racer, "")));
  }
}
