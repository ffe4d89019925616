"""Decodes every byte string of one length over an alphabet, in lexicographic order.

Arguments: the length, and the alphabet in hexadecimal. For each string one signed byte goes to stdout: its number
of code points, or, if it is not UTF-8, -1 - UnicodeDecodeError.start.
"""

import itertools
import sys

length = int(sys.argv[1])
alphabet = bytes.fromhex(sys.argv[2])
verdicts = bytearray()
for letters in itertools.product(alphabet, repeat=length):
    try:
        verdicts.append(len(bytes(letters).decode("utf-8")))
    except UnicodeDecodeError as error:
        verdicts.append(255 - error.start)
sys.stdout.buffer.write(verdicts)
