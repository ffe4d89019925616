import { OUTPUT } from "./layout";

let end: usize = OUTPUT;

/** Notes where the replies of this call end. */
export function setAnswered(output: usize): void {
  end = output;
}

/** How many bytes of replies the last `answerFrames` or `answerLines` wrote. */
export function answeredSize(): usize {
  return end - OUTPUT;
}
