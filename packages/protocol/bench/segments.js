import { graphemeSegments } from "unicode-segmenter/grapheme";
import { Segmenter, segments } from "../dist/index.js";
import { race } from "./harness.js";

const decoder = new TextDecoder();

/**
 * Where each grapheme cluster ends, in 64 KiB of UTF-8. unicode-segmenter finds them in strings: once it is given the same
 * bytes and decodes them, once a string that is there already. It tells the offset in UTF-16 code units only.
 */
export function benchSegments(texts, effort) {
  return texts.map(({ name, text, bytes }) => {
    const amount = bytes.length;
    const segmenter = new Segmenter();
    const cases = {
      hitung: () => {
        let sum = 0;
        segmenter.write(bytes);
        segmenter.end();
        while (segmenter.next()) sum += segmenter.utf16;
        return sum;
      },
      "unicode-segmenter, bytes": () => sumOfEnds(graphemeSegments(decoder.decode(bytes))),
      "hitung, segments()": () => {
        let sum = 0;
        for (const { end } of segments(text)) sum += end.utf16;
        return sum;
      },
      "unicode-segmenter, string": () => sumOfEnds(graphemeSegments(text)),
    };
    const expected = cases["unicode-segmenter, string"]();
    const speeds = race(
      Object.entries(cases).map(([name, run]) => ({ name, amount, expected, run })),
      effort,
    );
    return { what: `boundaries, ${name}`, unit: "MB/s", speeds };
  });
}

function sumOfEnds(clusters) {
  let sum = 0;
  for (const { index, segment } of clusters) sum += index + segment.length;
  return sum;
}
