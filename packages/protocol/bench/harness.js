import { median } from "../../../scripts/shared/benchmarks.js";

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {number} amount what one run handles: bytes, or messages
 * @property {unknown} expected the right answer
 * @property {() => unknown} run does the work and returns its answer
 */

/**
 * Times cases in turn, so that what the machine does meanwhile falls on all of them alike, and checks each answer.
 * @param {Case[]} cases
 * @param {{ rounds: number, slice: number }} effort rounds, and the milliseconds of each round of a case
 * @returns {Map<string, number>} the median of the rounds, as amount per second
 */
export function race(cases, { rounds, slice }) {
  const speeds = new Map(cases.map(({ name }) => [name, []]));
  for (const each of cases) {
    const answer = each.run();
    if (answer !== each.expected) throw new Error(`${each.name} answers ${answer}, not ${each.expected}`);
  }
  // The first round warms up and does not count.
  for (let round = -1; round < rounds; round++) {
    for (const { name, amount, run } of cases) {
      const start = performance.now();
      let runs = 0;
      let elapsed = 0;
      do {
        run();
        runs++;
        elapsed = performance.now() - start;
      } while (elapsed < slice);
      if (round >= 0) speeds.get(name).push((amount * runs * 1000) / elapsed);
    }
  }
  return new Map([...speeds].map(([name, all]) => [name, median(all)]));
}
