"""Counts each MESSAGE, or without any the standard input as one message."""
import argparse, contextlib, os, socket, struct, sys, threading

PART, MESSAGE, COUNTS, ERROR, CODE_POINTS, GRAPHEMES = 0xF8, 0xF9, 0xFA, 0xFB, 1, 2
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=12345)
parser.add_argument("messages", nargs="*", metavar="MESSAGE")
args = parser.parse_args()

def frame(kind, payload):
    return struct.pack(">BBI", kind, CODE_POINTS | GRAPHEMES, len(payload)) + payload

def send(server):  # beside the reading, as a server stops reading from a client that leaves its replies
    with contextlib.suppress(OSError):  # where the connection is lost the reading finds it too
        while not args.messages and (piece := os.read(0, 65536)):  # which may end inside a character
            server.sendall(frame(PART, piece))
        for message in args.messages or [b""]:
            server.sendall(frame(MESSAGE, os.fsencode(message)))

failed = False
try:
    with socket.create_connection((args.host, args.port)) as server, server.makefile("rb") as replies:
        threading.Thread(target=send, args=[server], daemon=True).start()
        for _ in args.messages or ["standard input"]:
            kind, tag, size = struct.unpack(">BBI", replies.read(6))
            if kind == COUNTS and size == 16:
                print("%d code points, %d grapheme clusters" % struct.unpack(">QQ", replies.read(size)))
            elif kind == ERROR and size <= 1024:
                failed = True
                print(f"error {tag}: {replies.read(size).decode()}", file=sys.stderr)
                if tag >= 16: break  # and the server closes the connection
            else:
                sys.exit(f"{args.host} port {args.port} speaks another protocol")
except OSError as error:
    sys.exit(f"{args.host} port {args.port}: {error}")
except struct.error:
    sys.exit(f"{args.host} port {args.port} closed the connection before it replied")
sys.exit(failed)
