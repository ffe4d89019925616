"""Walks over every byte string of one length over an alphabet, in lexicographic order, as Python's decoder does.

Arguments: the length, and the alphabet in hexadecimal. For each string one line goes to stdout: for each fault the offset
where it starts, its size in bytes, and Python's reason, separated by tabs; commas stand between two faults.
"""

import codecs
import itertools
import sys

length = int(sys.argv[1])
alphabet = bytes.fromhex(sys.argv[2])
faults = []


def note(error):
    faults.append(f"{error.start}\t{error.end - error.start}\t{error.reason}")
    return ("\ufffd", error.end)


codecs.register_error("note", note)
for letters in itertools.product(alphabet, repeat=length):
    faults.clear()
    bytes(letters).decode("utf-8", errors="note")
    print(",".join(faults))
