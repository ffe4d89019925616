"""Decodes texts as Python does, for each line of stdin: an encoding, a space, and bytes in hexadecimal.

For each one line goes to stdout: the text in UTF-8, in hexadecimal, with U+FFFD where a sequence is ill-formed; then
where each of these starts, in bytes.
"""

import codecs
import sys

starts = []


def note(error):
    starts.append(error.start)
    return "\ufffd", error.end


codecs.register_error("note", note)
for line in sys.stdin:
    encoding, _, digits = line.rstrip("\n").partition(" ")
    starts.clear()
    text = bytes.fromhex(digits).decode(encoding, "note")
    print(" ".join([text.encode().hex(), *map(str, starts)]))
