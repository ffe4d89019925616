// The figures of the READMEs, which stand there between two comments.

import { speedText, table, times } from "./format.js";
import { subtitleOf } from "./page.js";
import { recordWith } from "./records.js";

const BEGIN = "<!-- bench -->\n";
const END = "\n<!-- /bench -->";

/** Which results are shown, and what they are called. */
const HEADLINES = [
  [
    "protocol",
    /^code points, mixed$/,
    { en: "code points, mixed scripts", id: "titik kode, aksara campuran" },
  ],
  ["protocol", /^graphemes, Indonesian$/, { en: "graphemes, Indonesian", id: "grafem, bahasa Indonesia" }],
  ["protocol", /^graphemes, Hindi$/, { en: "graphemes, Hindi", id: "grafem, bahasa Hindi" }],
  [
    "server",
    /^4 connections, pipeline 1000$/,
    { en: "messages, 4 connections, pipeline 1000", id: "pesan, 4 koneksi, pipeline 1000" },
  ],
  [
    "server",
    /^50 connections, pipeline 16$/,
    { en: "messages, 50 connections, pipeline 16", id: "pesan, 50 koneksi, pipeline 16" },
  ],
  [
    "server",
    /^50 connections, pipeline 1$/,
    { en: "messages, 50 connections, one at a time", id: "pesan, 50 koneksi, satu per satu" },
  ],
  [
    "server",
    /^visits, .+$/,
    { en: "connect, ask once, leave; 50 at once", id: "sambung, bertanya sekali, pergi; 50 sekaligus" },
  ],
  [
    "server",
    /^one message of .+, ASCII$/,
    { en: "one message of 4 GB, ASCII", id: "satu pesan 4 GB, ASCII" },
  ],
  [
    "client",
    /^a file of .+$/,
    { en: "a file of 1.7 GB, mixed scripts", id: "berkas 1,7 GB, aksara campuran" },
  ],
];

const WORDS = {
  en: {
    head: ["", "hitung", "others (ours as a multiple of theirs)"],
    source: (subtitle) => `Medians of runs in turn: ${subtitle}.`,
    rivals: {},
  },
  id: {
    head: ["", "hitung", "yang lain (kelipatan kita terhadap mereka)"],
    source: (subtitle) => `Median dari putaran bergantian: ${subtitle.replace("cores of", "inti")}.`,
    rivals: {
      "JS byte loop, no validation": "putaran bita JS tanpa pemeriksaan",
      "TextDecoder, then a loop": "TextDecoder lalu putaran",
      "unicode-segmenter, bytes": "unicode-segmenter dari bita",
      "unicode-segmenter, string": "unicode-segmenter dari string",
      "bare Node echo": "gema Node polos",
      "bare Node sink": "Node polos yang membuang",
      "generator in C, from memory": "pembangkit beban dalam C, dari memori",
    },
  },
};

/** The README with the figures of these records. */
export function withFigures(readme, records, language) {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`a README lacks ${BEGIN.trim()} or ${END.trim()}`);
  return before + BEGIN + figures(records, language) + END + after;
}

function figures(records, language) {
  const { head, source, rivals } = WORDS[language];
  const rows = HEADLINES.flatMap(([name, title, names]) => {
    const result = recordWith(records.get(name), title)?.results.find(({ what }) => title.test(what));
    if (result === undefined) return [];
    const { unit, rows } = result;
    const [ours, ...all] = rows;
    const others = all.filter((row) => !row.name.startsWith("hitung"));
    const texts = others.map(
      (row) =>
        `${rivals[row.name] ?? row.name} ${speedText(row.speed, unit, language)} (${times(row.ratio, language)})`,
    );
    return [[names[language], speedText(ours.speed, unit, language), texts.join("; ")]];
  });
  return `${source(subtitleOf(recordWith(records.get("protocol"), HEADLINES[0][1])))}\n\n${table(head, rows)}`;
}
