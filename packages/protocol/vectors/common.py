"""What the scripts that print the vectors share. Nothing here, or in them, comes from the implementation."""

import argparse
import json
import sys

UNICODE = "17.0.0"

CODE_POINTS, GRAPHEMES, UTF16, BYTES = 1, 2, 4, 8

GREETING = "Handy Arfiano Hastyawan"
FAMILY = "\U0001F468\u200D\U0001F469\u200D\U0001F467"
FLAG_ID, FLAG_JP = "\U0001F1EE\U0001F1E9", "\U0001F1EF\U0001F1F5"


def counts_of(text, graphemes):
    """The counts of a text by the bit of their unit; its grapheme clusters are given."""
    utf8 = text.encode("utf-8")
    return {
        CODE_POINTS: len(text),
        GRAPHEMES: graphemes,
        UTF16: len(text.encode("utf-16-le")) // 2,
        BYTES: len(utf8),
    }


def show(vectors):
    """Prints a file of vectors, one in each line. The script that calls it takes no arguments."""
    argparse.ArgumentParser(description=sys.modules["__main__"].__doc__).parse_args()
    lines = ",\n".join(f"    {json.dumps(vector)}" for vector in vectors)
    print(f'{{\n  "unicode": "{UNICODE}",\n  "vectors": [\n{lines}\n  ]\n}}')
