import type { Job, Outcome } from "../job.js";
import { CLIENT_CASES } from "./client-cases.js";
import { ClientScene } from "./client-scene.js";
import { probe, SAMPLE, SERVER_CASES } from "./server-cases.js";
import { ServerScene } from "./server-scene.js";
import { VECTOR_CASES } from "./vector-cases.js";
import { VectorScene } from "./vector-scene.js";

/**
 * Plays one case, and tells what came of it.
 * @param signal aborted if nobody wants to know any more: what was started is ended
 */
export async function play(job: Job, signal?: AbortSignal): Promise<Outcome> {
  const { id, role, message = SAMPLE, manner = "plain" } = job;
  if (role === "client") {
    const scene = new ClientScene(job);
    return await scene.play(() => caseOf(CLIENT_CASES, id)(scene), signal);
  }
  if (id in VECTOR_CASES) {
    const scene = new VectorScene(job);
    return await scene.play(() => caseOf(VECTOR_CASES, id)(scene), signal);
  }
  const scene = new ServerScene(job);
  if (id !== "probe") return await scene.play(() => caseOf(SERVER_CASES, id)(scene), signal);
  let found: Outcome["probe"];
  const outcome = await scene.play(async () => {
    found = await probe(scene, message, manner);
  }, signal);
  return { ...outcome, ...(found && { probe: found }) };
}

function caseOf<Act>(cases: Readonly<Record<string, Act>>, id: string): Act {
  const act = cases[id];
  if (act === undefined) throw new Error(`there is no case ${id}`);
  return act;
}
