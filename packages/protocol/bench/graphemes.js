import { countGraphemes } from "unicode-segmenter/grapheme";
import { Counter, count } from "../dist/index.js";
import { race } from "./harness.js";

/** `Intl.Segmenter` takes quadratic time on some versions of Node, so it gets a small piece: a few lines. */
const INTL_LINES = 8;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const decoder = new TextDecoder();

/**
 * Grapheme clusters in chunks of 64 KiB of UTF-8, validated. unicode-segmenter counts in strings: once it is given
 * the same bytes and decodes them, once a string that is there already, which is less work than ours.
 */
export function benchGraphemes(texts, effort) {
  return texts.map(({ name, text, bytes }) => {
    const expected = countGraphemes(text);
    const amount = bytes.length;
    const counter = new Counter(["graphemes"]);
    const hitung = () => {
      counter.write(bytes);
      return counter.end().graphemes;
    };
    const lines = text.split("\n").slice(0, INTL_LINES).join("\n");
    const intl = {
      name: "Intl.Segmenter",
      amount: Buffer.byteLength(lines),
      expected: countGraphemes(lines),
      run: () => intlCount(lines),
    };
    const speeds = race(
      [
        { name: "hitung", amount, expected, run: hitung },
        {
          name: "unicode-segmenter, bytes",
          amount,
          expected,
          run: () => countGraphemes(decoder.decode(bytes)),
        },
        { name: "hitung, string", amount, expected, run: () => count(text, "graphemes") },
        { name: "unicode-segmenter, string", amount, expected, run: () => countGraphemes(text) },
        intl,
      ],
      effort,
    );
    return { what: `graphemes, ${name}`, unit: "MB/s", speeds };
  });
}

function intlCount(text) {
  let clusters = 0;
  for (const _ of segmenter.segment(text)) clusters++;
  return clusters;
}
