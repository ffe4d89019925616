"""Prints the vectors of counting: `python3 counting.py > counting.json`.

Python's own decoder says where UTF-8 is ill-formed, and how many code points, UTF-16 code units and bytes a text has.
Its grapheme clusters were counted by hand from the rules of UAX #29, and are the number beside each text.
"""

from common import FAMILY, FLAG_ID, FLAG_JP, GREETING, counts_of, show

# Name, text, grapheme clusters.
WELL_FORMED = [
    ("empty", "", 0),
    ("ASCII", GREETING, 23),
    ("NUL is a character", "a\0b", 3),
    ("control characters", "\x01\t\x7F", 3),
    ("300 bytes of ASCII", "x" * 300, 300),
    ("the first and last code point of each size in UTF-8",
     "\0\x7F\x80\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF", 10),
    ("noncharacters are characters", "\uFDD0\uFFFE\uFFFF\U0010FFFF", 4),
    ("U+FFFD itself", "\uFFFD", 1),
    ("a byte order mark is a character", "\uFEFFa", 2),
    ("nothing but a byte order mark", "\uFEFF", 1),
    ("CR LF is one cluster", "\r\n", 1),
    ("LF CR are two", "\n\r", 2),
    ("CR CR LF", "\r\r\n", 2),
    ("CR LF LF", "\r\n\n", 2),
    ("line separator and next line", "a\u2028b\x85c", 5),
    ("precomposed", "\u00E9", 1),
    ("decomposed", "e\u0301", 1),
    ("three marks on one letter", "a\u0308\u0301\u0345", 1),
    ("a mark with no base", "\u0301", 1),
    ("a mark after LF has no base", "\n\u0301", 2),
    ("soft hyphen and zero width space stand alone", "a\u00ADb\u200Bc", 5),
    ("zero width non-joiner extends", "a\u200Cb", 2),
    ("zero width joiner extends, and joins no letters", "a\u200Db", 2),
    ("zero width joiner joins no letter to an emoji", "a\u200D\U0001F600", 2),
    ("four bytes, two UTF-16 code units", "\U0001F600", 1),
    ("a four-byte letter", "\U00020BB7\u91CE\u5BB6", 3),
    ("family", FAMILY, 1),
    ("two families", FAMILY + FAMILY, 2),
    ("skin tone", "\U0001F44D\U0001F3FF", 1),
    ("skin tone within a joined emoji", "\U0001F469\U0001F3FD\u200D\U0001F680", 1),
    ("two joiners do not join", "\U0001F469\u200D\u200D\U0001F680", 2),
    ("variation selector", "\u2764\uFE0F", 1),
    ("variation selector within a joined emoji", "\U0001F3F3\uFE0F\u200D\U0001F308", 1),
    ("keycap", "1\uFE0F\u20E3", 1),
    ("flag of tags", "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", 1),
    ("flag", FLAG_ID, 1),
    ("two flags", FLAG_ID + FLAG_JP, 2),
    ("a flag and a half", FLAG_ID + "\U0001F1EF", 2),
    ("halves of a flag apart", "\U0001F1EEa\U0001F1E9", 3),
    ("halves of a flag with a joiner between", "\U0001F1EE\u200D\U0001F1E9", 2),
    ("65 regional indicators", "\U0001F1EE" * 65, 33),
    ("not pictographic any more since Unicode 17", "\u2701\u200D\u2701", 2),
    ("Hangul syllable", "\uD55C", 1),
    ("Hangul L V T", "\u1112\u1161\u11AB", 1),
    ("Hangul L L V V T T", "\u1100\u1100\u1161\u1161\u11A8\u11A8", 1),
    ("Hangul L LV", "\u1100\uAC00", 1),
    ("Hangul LV T", "\uAC00\u11A8", 1),
    ("Hangul LVT V", "\uAC01\u1161", 2),
    ("Hangul T L", "\u11A8\u1100", 2),
    ("Devanagari vowel signs", "\u0915\u093F\u0915\u0940", 2),
    ("Devanagari conjunct", "\u0915\u094D\u0937", 1),
    ("Devanagari conjunct with nukta", "\u0915\u093C\u094D\u0937", 1),
    ("Devanagari conjunct with a joiner", "\u0915\u094D\u200D\u0937", 1),
    ("Devanagari conjunct with a non-joiner breaks", "\u0915\u094D\u200C\u0937", 2),
    ("Devanagari conjunct of three", "\u0938\u094D\u0924\u094D\u0930\u0940", 1),
    ("Devanagari consonants without a linker", "\u0915\u0937", 2),
    ("a linker after a letter that is no consonant", "a\u094D\u0937", 2),
    ("Devanagari namaste", "\u0928\u092E\u0938\u094D\u0924\u0947", 3),
    ("Bengali conjunct", "\u0995\u09CD\u09B7", 1),
    ("Tamil forms no conjuncts", "\u0B95\u0BCD\u0BB7", 2),
    ("a conjunct linker since Unicode 17", "\u1A18\u1A60\u1A18", 1),
    ("Thai sara am", "\u0E01\u0E33", 1),
    ("Arabic number sign is prepended", "\u0600\u0661\u0661", 2),
    ("a prepended character before LF", "\u0600\n", 2),
    ("half-width voiced mark", "\uFF76\uFF9E", 1),
    ("ideographic variation", "\u8FBA\U000E0100", 1),
    ("40 decomposed letters", "e\u0301" * 40, 40),
    ("scripts in turn", "h\u00E9\u0436\u4E2D\U0001F600\u05D0\u0E01", 7),
]

# Name, hexadecimal bytes.
ILL_FORMED = [
    ("a continuation byte alone, the lowest", "80"),
    ("a continuation byte alone, the highest", "BF"),
    ("a continuation byte after ASCII", "61 80"),
    ("one continuation byte too many", "C3 A9 A9"),
    ("overlong, two bytes: NUL", "C0 80"),
    ("overlong, two bytes: the last", "C1 BF"),
    ("overlong, three bytes: NUL", "E0 80 80"),
    ("overlong, three bytes: the last", "E0 9F BF"),
    ("overlong, four bytes: NUL", "F0 80 80 80"),
    ("overlong, four bytes: the last", "F0 8F BF BF"),
    ("the first surrogate", "ED A0 80"),
    ("the last surrogate", "ED BF BF"),
    ("a surrogate pair (CESU-8)", "61 ED A0 BD ED B8 80"),
    ("the first above U+10FFFF", "F4 90 80 80"),
    ("lead byte F5", "F5 80 80 80"),
    ("lead byte F7", "F7 BF BF BF"),
    ("a sequence of five bytes", "61 F8 88 80 80 80"),
    ("a sequence of six bytes", "61 FC 84 80 80 80 80"),
    ("byte FE", "61 FE"),
    ("byte FF", "61 FF"),
    ("UTF-16, little endian, with byte order mark", "FF FE 61 00"),
    ("Latin-1", "63 61 66 E9"),
    ("the end after 1 of 2 bytes", "61 C3"),
    ("the end after 1 of 3 bytes", "61 E2"),
    ("the end after 2 of 3 bytes", "61 E2 82"),
    ("the end after 1 of 4 bytes", "61 F0"),
    ("the end after 2 of 4 bytes", "61 F0 9F"),
    ("the end after 3 of 4 bytes", "61 F0 9F 98"),
    ("nothing but 1 of 2 bytes", "C3"),
    ("ASCII after 1 of 2 bytes", "61 C3 61"),
    ("ASCII after 2 of 3 bytes", "61 E2 82 61"),
    ("ASCII after 3 of 4 bytes", "61 F0 9F 98 61"),
    ("a lead byte after 2 of 3 bytes", "61 E2 82 C3 A9"),
    ("a lead byte after 3 of 4 bytes", "61 F0 9F 98 F0 9F 98 80"),
    ("the first of two faults", "61 FF 62 80"),
    ("the offset counts bytes, not characters", "C3 A9 E4 B8 AD F0 9F 98 80 FF"),
    ("after 300 bytes", "78" * 300 + "FF"),
    ("the end after 2 of 3 bytes, after 300 bytes", "78" * 300 + "E2 82"),
]


def ill_formed_at(data):
    """The size of the longest well-formed prefix, which is where the first ill-formed sequence starts."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    raise ValueError(f"{data.hex()} is well-formed")


def counting():
    for name, text, graphemes in WELL_FORMED:
        code_points, graphemes, utf16, size = counts_of(text, graphemes).values()
        counts = {"codePoints": code_points, "graphemes": graphemes, "utf16": utf16, "bytes": size}
        yield {"name": name, "input": text.encode("utf-8").hex(), "counts": counts}
    for name, digits in ILL_FORMED:
        data = bytes.fromhex(digits)
        yield {"name": name, "input": data.hex(), "illFormedAt": ill_formed_at(data)}


if __name__ == "__main__":
    show(counting())
