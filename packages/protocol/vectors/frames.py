"""Prints the vectors of frames: `python3 frames.py > frames.json`."""

import struct

from common import CODE_POINTS, FAMILY, FLAG_ID, FLAG_JP, GRAPHEMES, GREETING, counts_of, show

PART, MESSAGE, COUNTS = 0xF8, 0xF9, 0xFA
INVALID_UTF8, MESSAGE_TOO_LARGE, INVALID_UNITS, BAD_FRAME = 1, 2, 3, 16


def frame(kind, tag, payload=b""):
    payload = payload.encode("utf-8") if isinstance(payload, str) else payload
    return struct.pack(">BBI", kind, tag, len(payload)) + payload


def counted(units, text, graphemes):
    """The COUNTS reply to a text."""
    numbers = [number for bit, number in counts_of(text, graphemes).items() if units & bit]
    return {"frame": frame(COUNTS, units, struct.pack(f">{len(numbers)}Q", *numbers)).hex()}


def error(code, begins=""):
    return {"error": code, "begins": begins}


def invalid_at(offset):
    return error(INVALID_UTF8, f"offset {offset}:")


ABC = frame(MESSAGE, CODE_POINTS, "abc")
ABC_COUNTED = counted(CODE_POINTS, "abc", 3)


def in_parts(units, *pieces):
    """A message of which each piece is a frame of its own."""
    *parts, last = pieces
    return [frame(PART, units, part) for part in parts] + [frame(MESSAGE, units, last)]


def cut_graphemes(name, text, graphemes, *sizes):
    """A message cut after `sizes` characters, which is inside one of its clusters."""
    edges = [0, *sizes, len(text)]
    pieces = [text[start:end] for start, end in zip(edges, edges[1:])]
    return (f"a grapheme cluster cut by PARTs: {name}",
            in_parts(GRAPHEMES | CODE_POINTS, *pieces),
            [counted(GRAPHEMES | CODE_POINTS, text, graphemes)])


# Name, requests, replies. All is sent, and answered; then the connection still works, and ends cleanly.
ANSWERED = [
    ("one message", [frame(MESSAGE, 1, GREETING)], [counted(1, GREETING, 23)]),
    ("an empty message", [frame(MESSAGE, 15)], [counted(15, "", 0)]),
    *[(f"units {units}", [frame(MESSAGE, units, FAMILY)], [counted(units, FAMILY, 1)]) for units in range(1, 16)],
    ("a length of two bytes", [frame(MESSAGE, 9, "\u00E9" * 150)], [counted(9, "\u00E9" * 150, 150)]),
    ("CR, LF and NUL have no special meaning", [frame(MESSAGE, 15, "a\r\n\0\n")], [counted(15, "a\r\n\0\n", 4)]),
    ("a byte order mark is a character", [frame(MESSAGE, 1, "\uFEFFa")], [counted(1, "\uFEFFa", 2)]),
    ("replies come in the order of the messages",
     [frame(MESSAGE, 1, "x" * size) for size in (0, 7, 3, 1, 12)],
     [counted(1, "x" * size, size) for size in (0, 7, 3, 1, 12)]),
    ("40 messages at once",
     [frame(MESSAGE, 3, "e\u0301" * size) for size in range(40)],
     [counted(3, "e\u0301" * size, size) for size in range(40)]),
    ("other units in each message",
     [frame(MESSAGE, units, "\U0001F600") for units in (4, 1, 12, 8)],
     [counted(units, "\U0001F600", 1) for units in (4, 1, 12, 8)]),
    ("nothing of a message joins the next",
     [frame(MESSAGE, 2, text) for text in ("e", "\u0301", "\U0001F1EE", "\U0001F1E9", "\r", "\n")],
     [counted(2, text, 1) for text in ("e", "\u0301", "\U0001F1EE", "\U0001F1E9", "\r", "\n")]),
    ("two PARTs and a MESSAGE", in_parts(15, "Handy ", "Arfiano ", "Hastyawan"), [counted(15, GREETING, 23)]),
    ("a PART and an empty MESSAGE", in_parts(1, "abc", ""), [ABC_COUNTED]),
    ("empty PARTs", in_parts(1, "", "ab", "", "", "c"), [ABC_COUNTED]),
    ("nothing but empty PARTs and an empty MESSAGE", in_parts(15, "", "", ""), [counted(15, "", 0)]),
    ("a character cut by a PART", in_parts(15, b"\xF0\x9F", b"\x98\x80a"), [counted(15, "\U0001F600a", 2)]),
    ("a character cut by PARTs after each byte, with an empty PART inside",
     in_parts(15, b"\xF0", b"\x9F", b"", b"\x98", b"\x80"), [counted(15, "\U0001F600", 1)]),
    cut_graphemes("decomposed letter", "e\u0301", 1, 1),
    cut_graphemes("CR LF", "a\r\nb", 3, 2),
    cut_graphemes("family", FAMILY, 1, 1, 2, 3, 4),
    cut_graphemes("flags", FLAG_ID + FLAG_JP, 2, 1, 3),
    cut_graphemes("Hangul", "\u1112\u1161\u11AB", 1, 1, 2),
    cut_graphemes("conjunct", "\u0915\u094D\u0937", 1, 1, 2),
    cut_graphemes("prepended", "\u0600\u0661", 1, 1),
    ("a message in PARTs between others",
     [ABC, *in_parts(1, "\u00E9", "x"), ABC], [ABC_COUNTED, counted(1, "\u00E9x", 2), ABC_COUNTED]),
]

# Name, requests, replies. A message fails, and the connection goes on.
FAILED = [
    ("not UTF-8", [frame(MESSAGE, 1, b"ab\xFFc")], [invalid_at(2)]),
    ("not UTF-8, where only bytes are asked for", [frame(MESSAGE, 8, b"\x80")], [invalid_at(0)]),
    ("a surrogate", [frame(MESSAGE, 4, b"a\xED\xA0\x80")], [invalid_at(1)]),
    ("overlong", [frame(MESSAGE, 2, b"\xC0\xAF")], [invalid_at(0)]),
    ("a character that the message cuts is not completed by the next message",
     [frame(MESSAGE, 1, b"a\xE2\x82"), frame(MESSAGE, 1, b"\xAC")], [invalid_at(1), invalid_at(0)]),
    ("the offset counts from the start of the message, not of the frame",
     in_parts(1, "ab", "\u00E9", b"c\xFF"), [invalid_at(5)]),
    ("the offset is where the character starts, in an earlier PART",
     in_parts(1, b"ab\xF0\x9F", b"", b"\x98a"), [invalid_at(2)]),
    ("what follows a fault changes nothing", in_parts(1, b"\xFF", "abc", b"\xFF"), [invalid_at(0)]),
    ("an offset beyond 255", [frame(MESSAGE, 1, b"x" * 300 + b"\xC1")], [invalid_at(300)]),
    ("no units", [frame(MESSAGE, 0, "abc")], [error(INVALID_UNITS)]),
    ("no units and no bytes", [frame(MESSAGE, 0)], [error(INVALID_UNITS)]),
    *[(f"unknown units {units}", [frame(MESSAGE, units, "abc")], [error(INVALID_UNITS)])
      for units in (16, 32, 64, 128, 0x81, 255)],
    ("units that change", [frame(PART, 1, "a"), frame(MESSAGE, 3, "b")], [error(INVALID_UNITS)]),
    ("units that change to none", [frame(PART, 1, "a"), frame(MESSAGE, 0, "b")], [error(INVALID_UNITS)]),
    ("units that change in an empty PART", [frame(PART, 1, "a"), frame(PART, 2), frame(MESSAGE, 1)],
     [error(INVALID_UNITS)]),
    ("unknown units that become known ones", [frame(PART, 16, "a"), frame(MESSAGE, 1, "b")],
     [error(INVALID_UNITS)]),
    ("unknown units in PARTs are told once, at the end", [*in_parts(32, "a", "b", "c"), ABC],
     [error(INVALID_UNITS), ABC_COUNTED]),
    ("unknown units and not UTF-8: the units are told", [frame(MESSAGE, 16, b"\xFF")], [error(INVALID_UNITS)]),
    ("not UTF-8, then units that change: the units are told",
     [frame(PART, 1, b"\xFF"), frame(MESSAGE, 2)], [error(INVALID_UNITS)]),
    ("good and bad in turn",
     [ABC, frame(MESSAGE, 1, b"\xFF"), ABC, frame(MESSAGE, 0), *in_parts(1, b"\xC3", b"\xA9"),
      frame(MESSAGE, 64), ABC],
     [ABC_COUNTED, invalid_at(0), ABC_COUNTED, error(INVALID_UNITS), counted(1, "\u00E9", 1),
      error(INVALID_UNITS), ABC_COUNTED]),
]

LIMIT = 5

# Name, requests, replies of a server that counts messages of up to LIMIT bytes.
LIMITED = [
    ("5 bytes of 5", [frame(MESSAGE, 1, "abcde")], [counted(1, "abcde", 5)]),
    ("6 bytes of 5", [frame(MESSAGE, 1, "abcdef")], [error(MESSAGE_TOO_LARGE)]),
    ("6 bytes of 5 in 3 characters", [frame(MESSAGE, 1, "\u00E9" * 3)], [error(MESSAGE_TOO_LARGE)]),
    ("PARTs that are too large together, then messages that are not",
     [*in_parts(1, "abc", "", "def"), ABC, *in_parts(1, "ab", "cde")],
     [error(MESSAGE_TOO_LARGE), ABC_COUNTED, counted(1, "abcde", 5)]),
    ("PARTs beyond the limit before the last", in_parts(1, "abcdef", "ghi", ""), [error(MESSAGE_TOO_LARGE)]),
    ("too large and not UTF-8: the size is told", [frame(MESSAGE, 1, b"\xFFabcde")], [error(MESSAGE_TOO_LARGE)]),
    ("too large and unknown units: the units are told", [frame(MESSAGE, 16, "abcdef")], [error(INVALID_UNITS)]),
    ("not UTF-8 within the limit", [frame(MESSAGE, 1, b"ab\xFFcd")], [invalid_at(2)]),
]

# Name, requests of which the last breaks the protocol, replies before the error.
BROKEN = [
    *[(f"a first byte of {kind:02X}", [bytes([kind])], []) for kind in range(0xFA, 0xFF)],
    *[(f"a frame of kind {kind:02X} after a message", [ABC, frame(kind, 1, "abc")], [ABC_COUNTED])
      for kind in (0x00, 0x01, 0x7F, 0xF7, 0xFA, 0xFB, 0xFC, 0xFF)],
    ("text after a message", [ABC, b"GET / HTTP/1.1\r\n\r\n"], [ABC_COUNTED]),
    ("LF after a message", [ABC, b"\n"], [ABC_COUNTED]),
    ("an unknown kind inside a message", [ABC, frame(PART, 1, "abc"), b"\xFF"], [ABC_COUNTED]),
    ("a message after it is not answered", [ABC, b"\xFF", ABC, ABC], [ABC_COUNTED]),
]

# Name, requests of which the last is not whole when the client closes its side, replies before the error.
CUT_OFF = [
    *[(f"the end after {size} of 6 bytes of a header", [ABC, ABC[:size]], [ABC_COUNTED]) for size in range(1, 6)],
    ("the end after a header", [ABC, ABC[:6]], [ABC_COUNTED]),
    ("the end inside a payload", [ABC, ABC[:8]], [ABC_COUNTED]),
    ("the end inside the first header", [ABC[:1]], []),
    ("the end inside a PART", [frame(PART, 1, "abc")[:8]], []),
    ("the end after a PART", [frame(PART, 1, "abc")], []),
    ("the end after an empty PART", [ABC, frame(PART, 1)], [ABC_COUNTED]),
    ("a length of 4294967295, and 3 bytes of it", [ABC, b"\xF9\x01\xFF\xFF\xFF\xFFabc"], [ABC_COUNTED]),
    ("a length of 4294967295, and nothing of it", [b"\xF8\x0F\xFF\xFF\xFF\xFF"], []),
    ("not UTF-8, and the end before it could be told", [frame(PART, 1, b"\xFF")], []),
    ("unknown units, and the end before it could be told", [frame(MESSAGE, 16, "abc")[:8]], []),
]


def cuts_in(requests):
    """Where to cut: after each kind, inside and after each header, inside characters, between frames."""
    cuts, at = set(), 0
    for request in requests:
        inside = [offset for offset in range(7, len(request)) if request[offset] & 0xC0 == 0x80]
        cuts.update(at + offset for offset in (0, 1, 3, 6, *inside[:4]) if offset < len(request))
        at += len(request)
    return sorted(cuts - {0})


def exchange(name, requests, replies, end, closes, **limit):
    return {
        "name": name,
        **limit,
        "input": b"".join(requests).hex(),
        "cuts": cuts_in(requests),
        "end": end,
        "replies": replies,
        "closes": closes,
    }


def frames():
    yield exchange("a stream without a byte", [], [], end=True, closes=True)
    for name, requests, replies in ANSWERED + FAILED:
        yield exchange(name, requests, replies, end=False, closes=False)
        yield exchange(f"{name}; then the end", requests, replies, end=True, closes=True)
    for name, requests, replies in LIMITED:
        yield exchange(name, requests, replies, end=False, closes=False, limit=LIMIT)
    yield exchange("too large, and the end before it could be told", [frame(PART, 1, "abcdef")],
                   [error(BAD_FRAME)], end=True, closes=True, limit=LIMIT)
    for name, requests, replies in BROKEN:
        yield exchange(name, requests, replies + [error(BAD_FRAME)], end=False, closes=True)
    for name, requests, replies in CUT_OFF:
        yield exchange(name, requests, replies + [error(BAD_FRAME)], end=True, closes=True)


if __name__ == "__main__":
    show(frames())
