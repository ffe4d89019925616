import { nearestTo } from "../../command-line/nearest.js";
import type { Value } from "../../command-line/table.js";

/** What the encodings of the WHATWG Encoding Standard are called there, and the labels of them that people know. */
const LABELS = [
  ...["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "ascii", "latin1", "latin2"],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874].map((page) => `windows-${page}`),
  ...["cp1250", "cp1251", "cp1252", "cp866", "ibm866", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic"],
  ...[
    "gbk",
    "gb2312",
    "gb18030",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "shift-jis",
    "sjis",
    "euc-kr",
  ],
];

/** An encoding by one of its labels in the WHATWG Encoding Standard. The value is its name there, in small letters. */
export const ENCODING: Value<string> = {
  name: "label",
  suggestions: LABELS,
  parse(label) {
    try {
      return new TextDecoder(label).encoding;
    } catch {
      // Node does not know it, or was built without its tables (ICU).
      return undefined;
    }
  },
  explain({ unknownEncoding, missingEncoding, didYouMean }, label) {
    const small = label.trim().toLowerCase();
    if (LABELS.includes(small)) return missingEncoding;
    const nearest = nearestTo(small, LABELS);
    return nearest === undefined ? unknownEncoding : didYouMean(nearest);
  },
};
