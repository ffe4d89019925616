import type { Job, Outcome } from "../job.js";
import { CLIENT_CASES } from "./client-cases.js";
import { ClientScene } from "./client-scene.js";
import type { Scene } from "./scene.js";
import { probe, SAMPLE, SERVER_CASES } from "./server-cases.js";
import { ServerScene } from "./server-scene.js";
import { VECTOR_CASES } from "./vector-cases.js";
import { VectorScene } from "./vector-scene.js";

/** So often a case is played for which the machine was too slow. */
const ATTEMPTS = 10;

/**
 * Plays one case, and tells what came of it.
 * @param signal aborted if nobody wants to know any more: what was started is ended
 */
export async function play(job: Job, signal?: AbortSignal): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const { outcome, wasSlow } = await playOnce(job, signal);
    // It may be the fault of this machine.
    if (outcome.verdict === "right" || !wasSlow || attempt === ATTEMPTS || signal?.aborted) return outcome;
  }
}

async function playOnce(job: Job, signal?: AbortSignal): Promise<{ outcome: Outcome; wasSlow: boolean }> {
  const { scene, act } = sceneFor(job);
  const outcome = await scene.play(act, signal);
  return { outcome, wasSlow: scene.wasSlow };
}

/** The scene of a case, and what happens in it. */
function sceneFor(job: Job): { scene: Scene; act: () => Promise<void> } {
  const { id, role, message = SAMPLE, manner = "plain" } = job;
  if (role === "client") {
    const scene = new ClientScene(job);
    return { scene, act: () => caseOf(CLIENT_CASES, id)(scene) };
  }
  if (id in VECTOR_CASES) {
    const scene = new VectorScene(job);
    return { scene, act: () => caseOf(VECTOR_CASES, id)(scene) };
  }
  const scene = new ServerScene(job);
  const act = id === "probe" ? () => probe(scene, message, manner) : () => caseOf(SERVER_CASES, id)(scene);
  return { scene, act };
}

function caseOf<Act>(cases: Readonly<Record<string, Act>>, id: string): Act {
  const act = cases[id];
  if (act === undefined) throw new Error(`there is no case ${id}`);
  return act;
}
