"""A plain client of this exercise, as fair as it can be: it sends each line of its input without the line end, takes what one
recv gives it for the answer, and connects anew where the server has closed. It prints each answer on a line, and `-` where
none came within a second.
"""

import socket
import sys

port = int(sys.argv[1])
connection = None


def ask(message):
    connection.sendall(message)
    return connection.recv(1024)


def connect():
    global connection
    connection = socket.create_connection(("127.0.0.1", port), timeout=1)


for line in sys.stdin.buffer.read().splitlines():
    reply = b""
    for attempt in range(2):
        try:
            is_new = connection is None
            if is_new:
                connect()
            reply = ask(line)
            if reply:
                break
        except OSError:
            is_new = is_new or connection is None
        if connection is not None:
            connection.close()
            connection = None
        if is_new:
            break
    print(reply.decode(errors="replace").strip("\r\n\0") or "-", flush=True)
