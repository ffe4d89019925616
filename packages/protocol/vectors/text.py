"""Prints the vectors of text mode: `python3 text.py > text.json`."""

from common import BYTES, CODE_POINTS, FAMILY, GRAPHEMES, GREETING, UTF16, counts_of, show


def jumlah(count):
    return f"Jumlah karakter dalam kalimat tersebut ada: {count}"


def galat(byte_number):
    return f"Galat: pesan bukan UTF-8 yang sah (byte ke-{byte_number})"


def send(data, *replies):
    data = data.encode("utf-8") if isinstance(data, str) else data
    return {"do": "send", "bytes": data.hex(), "replies": "".join(replies).encode("ascii").hex()}


def pause(*replies):
    return {"do": "pause", "replies": "".join(replies).encode("ascii").hex()}


def end(*replies):
    return {"do": "end", "replies": "".join(replies).encode("ascii").hex()}


LF, CRLF = "\n", "\r\n"

# Name, steps; in Indonesian and in code points.
PLAIN = [
    ("a line", [send(GREETING + LF, jumlah(23), LF), end()]),
    ("a line that ends in CR LF", [send(GREETING + CRLF, jumlah(23), CRLF), end()]),
    ("a message without terminator, at the end of the stream", [send(GREETING), end(jumlah(23))]),
    ("a message without terminator, at a pause", [send(GREETING), pause(jumlah(23)), end()]),
    ("a stream without a byte", [end()]),
    ("an empty line", [send(LF, jumlah(0), LF), end()]),
    ("an empty line that ends in CR LF", [send(CRLF, jumlah(0), CRLF), end()]),
    ("empty lines", [send("\n\r\n\n", jumlah(0), LF, jumlah(0), CRLF, jumlah(0), LF), end()]),
    ("lines with either terminator, and none at the end",
     [send("a\r\nbc\nd\u00E9f", jumlah(1), CRLF, jumlah(2), LF), end(jumlah(3))]),
    ("many lines at once",
     [send("".join("x" * size + LF for size in range(20)), *[jumlah(size) + LF for size in range(20)]), end()]),
    ("a line in pieces", [send("Handy "), send("Arfiano "), send("Hastyawan\n", jumlah(23), LF), end()]),
    ("CR LF in two pieces", [send("a\r"), send("\n", jumlah(1), CRLF), end()]),
    ("CR LF in two pieces, alone", [send("\r"), send("\n", jumlah(0), CRLF), end()]),
    ("CR inside a line is a character", [send("a\rb\n", jumlah(3), LF), end()]),
    ("CR inside a line, in two pieces", [send("a\r"), send("b\n", jumlah(3), LF), end()]),
    ("only one CR belongs to the terminator", [send("a\r\r\n", jumlah(2), CRLF), end()]),
    ("only one CR belongs to the terminator, in two pieces", [send("a\r"), send("\r\n", jumlah(2), CRLF), end()]),
    ("LF CR", [send("a\n\rb\n", jumlah(1), LF, jumlah(2), LF), end()]),
    ("CR at the end of the stream is a character", [send("a\r"), end(jumlah(2))]),
    ("nothing but CR", [send("\r"), end(jumlah(1))]),
    ("CR at a pause is a character", [send("a\r"), pause(jumlah(2)), send("\n", jumlah(0), LF), end()]),
    ("NUL is a character", [send("a\0b\n", jumlah(3), LF), end()]),
    ("a byte order mark is a character", [send("\uFEFFa\n", jumlah(2), LF), end()]),
    ("form feed, next line and line separator end nothing", [send("a\x0C\x85\u2028b\n", jumlah(5), LF), end()]),
    ("characters of all sizes", [send("a\u00E9\u4E2D\U0001F600\n", jumlah(4), LF), end()]),
    ("a character in two pieces", [send(b"a\xF0\x9F"), send(b"\x98\x80\n", jumlah(2), LF), end()]),
    ("300 bytes", [send("x" * 300 + LF, jumlah(300), LF), end()]),
    ("messages without terminator, one after the other",
     [send("halo"), pause(jumlah(4)), send("h\u00E9"), pause(jumlah(2)), send("x"), end(jumlah(1))]),
    ("a pause before the first byte ends nothing", [pause(), send("halo"), pause(jumlah(4)), pause(), end()]),
    ("after an LF a pause ends nothing",
     [send("a\nb", jumlah(1), LF), pause(), send("c\n", jumlah(2), LF), pause(), send("d"), pause(), end(jumlah(1))]),
    ("pauses end messages until an LF comes",
     [send("ab"), pause(jumlah(2)), send("cde\n", jumlah(3), LF), send("f"), pause(),
      send("\n", jumlah(1), LF), end()]),
    ("an LF right after a pause ends an empty message",
     [send("ab"), pause(jumlah(2)), send(LF, jumlah(0), LF), end()]),
    ("not UTF-8, and the next line", [send(b"a\xFFb\nok\n", galat(2), LF, jumlah(2), LF), end()]),
    ("not UTF-8, CR LF", [send(b"\x80\r\n", galat(1), CRLF), end()]),
    ("not UTF-8, at the end of the stream", [send(b"ab\x80"), end(galat(3))]),
    ("not UTF-8, at a pause", [send(b"ab\xFF"), pause(galat(3)), send("ab"), pause(jumlah(2)), end()]),
    ("the first of two faults", [send(b"\xC3\xA9\xFF\x80\n", galat(3), LF), end()]),
    ("overlong, surrogate, above U+10FFFF",
     [send(b"\xC0\x80\n\xED\xA0\x80\n\xF4\x90\x80\x80\n", galat(1), LF, galat(1), LF, galat(1), LF), end()]),
    ("a character cut by LF", [send(b"ab\xE2\x82\nc\n", galat(3), LF, jumlah(1), LF), end()]),
    ("a character cut by CR LF", [send(b"ab\xE2\x82\r\n", galat(3), CRLF), end()]),
    ("a character cut by the end of the stream", [send(b"ab\xF0\x9F\x98"), end(galat(3))]),
    ("a character cut by a pause", [send(b"ab\xE2"), pause(galat(3)), send(b"\x82\xAC"), pause(galat(1)), end()]),
    ("bytes of frames after the first byte", [send(b"a\xF9\x01\n\xF9\n", galat(2), LF, galat(1), LF), end()]),
    ("a first byte of 80 is text", [send(b"\x80\n", galat(1), LF), end()]),
    ("a first byte of F7 is text", [send(b"\xF7\n", galat(1), LF), end()]),
    ("a line of another protocol", [send("GET / HTTP/1.1\r\n\r\n", jumlah(14), CRLF, jumlah(0), CRLF), end()]),
]

IAC, SE, NOP, IP, AYT, SB, WILL, DO = 0xFF, 0xF0, 0xF1, 0xF4, 0xF6, 0xFA, 0xFB, 0xFD
WINDOW_SIZE, TIMING_MARK = 0x1F, 0x06
# What PuTTY begins with: WILL window size, speed, type, environment; DO echo; WILL and DO suppress go-ahead.
NEGOTIATION = bytes.fromhex("FFFB1F FFFB20 FFFB18 FFFB27 FFFD01 FFFB03 FFFD03")


def telnet(*codes):
    return bytes([IAC, *codes])


# Name, steps, of clients that begin with a command of Telnet (RFC 854).
TELNET = [
    ("Telnet: negotiation and a line", [send(NEGOTIATION), send("halo\r\n", jumlah(4), CRLF), end()]),
    ("Telnet: negotiation and a line at once",
     [send(NEGOTIATION + b"halo\r\nh\xC3\xA9\r\n", jumlah(4), CRLF, jumlah(2), CRLF), end()]),
    ("Telnet: negotiation holds no message", [send(NEGOTIATION), pause(), end()]),
    ("Telnet: a message without terminator, at a pause",
     [send(NEGOTIATION), pause(), send("halo"), pause(jumlah(4)), send("ha"), end(jumlah(2))]),
    ("Telnet: LF alone ends a line", [send(NEGOTIATION + b"halo\n", jumlah(4), LF), end()]),
    ("Telnet: CR NUL ends a line, and is answered with CR LF",
     [send(NEGOTIATION + b"halo\r\0ha\r\0", jumlah(4), CRLF, jumlah(2), CRLF), end()]),
    ("Telnet: nothing but CR NUL", [send(NEGOTIATION + b"\r\0\r\0", jumlah(0), CRLF, jumlah(0), CRLF), end()]),
    ("Telnet: CR NUL in two pieces", [send(NEGOTIATION + b"halo\r"), send(b"\0", jumlah(4), CRLF), end()]),
    ("Telnet: NUL without a CR is a character, and so is CR without LF or NUL",
     [send(NEGOTIATION + b"a\0b\rc\n", jumlah(5), LF), end()]),
    ("Telnet: commands inside a line",
     [send(telnet(NOP) + b"ha" + telnet(AYT) + b"l" + telnet(DO, TIMING_MARK) + b"o\r\n", jumlah(4), CRLF), end()]),
    ("Telnet: commands inside a character, and between CR and LF",
     [send(NEGOTIATION + b"\xF0\x9F" + telnet(NOP) + b"\x98\x80\r" + telnet(IP) + b"\n", jumlah(1), CRLF), end()]),
    ("Telnet: an option that looks like LF, or IAC",
     [send(telnet(WILL, 0x0A) + telnet(WILL, 0xFF) + b"halo\n", jumlah(4), LF), end()]),
    ("Telnet: parameters, with LF, IAC and SE in them",
     [send(telnet(SB, WINDOW_SIZE, 0x0A, IAC, IAC, SE, 0x18) + telnet(SE) + b"halo\n", jumlah(4), LF), end()]),
    ("Telnet: IAC IAC is the byte FF, which no character has",
     [send(NEGOTIATION + b"a" + telnet(IAC) + b"\nok\n", galat(2), LF, jumlah(2), LF), end()]),
    ("Telnet: the stream ends inside a command", [send(NEGOTIATION + b"halo" + telnet()), end(jumlah(4))]),
    ("Telnet: the stream ends inside parameters", [send(telnet(SB, WINDOW_SIZE) + b"halo\n"), end()]),
    ("Telnet: nothing but IAC", [send(telnet()), pause(), end()]),
    ("after a first byte of text FF is no command",
     [send(b"a\xFF\xFD\x06\n", galat(2), LF), end()]),
]

IN_ENGLISH = [
    ("English, singular and plural",
     [send("\na\nab", "The message has 0 characters\nThe message has 1 character\n"),
      end("The message has 2 characters")]),
    ("English, not UTF-8", [send(b"a\x80\r\n", "Error: the message is not valid UTF-8 (byte 2)\r\n"), end()]),
]

LIMIT = 5
TOO_LARGE = "Galat: pesan lebih besar dari batas server (5 byte)"

# Name, language, steps with a server that counts messages of up to LIMIT bytes.
LIMITED = [
    ("the terminator does not count for the limit", "id",
     [send("abcde\nabcde\r\n", jumlah(5), LF, jumlah(5), CRLF), end()]),
    ("too large, and the next line", "id",
     [send("abcdef\nabc\n", TOO_LARGE, LF, jumlah(3), LF), end()]),
    ("too large because of a CR before CR LF", "id", [send("abcde\r\r\n", TOO_LARGE, CRLF), end()]),
    ("too large in bytes", "id", [send("\u00E9" * 3 + LF, TOO_LARGE, LF), end()]),
    ("too large and not UTF-8: the size is told", "id", [send(b"a\xFFbcde\n", TOO_LARGE, LF), end()]),
    ("too large at a pause, and at the end", "id",
     [send("abcdef"), pause(TOO_LARGE), send("ghijkl"), end(TOO_LARGE)]),
    ("English, too large", "en",
     [send("abcdef\n", "Error: the message is larger than the server allows (5 bytes)\n"), end()]),
]

UNIT_NAMES = {CODE_POINTS: "code-points", GRAPHEMES: "graphemes", UTF16: "utf16", BYTES: "bytes"}


def in_units():
    for bit, unit in UNIT_NAMES.items():
        family, decomposed = counts_of(FAMILY, 1)[bit], counts_of("e\u0301", 1)[bit]
        steps = [send(f"{FAMILY}\r\ne\u0301\n", jumlah(family), CRLF, jumlah(decomposed), LF), end()]
        yield f"the unit {unit}", unit, steps
    yield ("nothing of a message joins the next", "graphemes",
           [send("e\n\u0301\n\U0001F1EE\n\U0001F1E9\n", *[jumlah(1) + LF] * 4), end()])


def text():
    for name, steps in PLAIN + TELNET:
        yield {"name": name, "language": "id", "unit": "code-points", "steps": steps}
    for name, steps in IN_ENGLISH:
        yield {"name": name, "language": "en", "unit": "code-points", "steps": steps}
    for name, language, steps in LIMITED:
        yield {"name": name, "language": language, "unit": "code-points", "limit": LIMIT, "steps": steps}
    for name, unit, steps in in_units():
        yield {"name": name, "language": "id", "unit": unit, "steps": steps}


if __name__ == "__main__":
    show(text())
