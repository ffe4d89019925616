"""A server of this exercise, as people write it. Its arguments are its shape, such as `life=clients takes=line`.

life    one       one message of one client, then it ends
        messages  every message of one client, until the client leaves
        clients   one message of each client, one after the other
        both      every message of each client, one client after the other
        threads   as both, with a thread for each client
        loop      as threads, but with an event loop
        open      as clients, but no connection is ever closed
takes   recv      what one recv(1024) returns
        small     what one recv(16) returns, so that the rest stays unread
        line      what stands before a line end; it waits for one
        end       all that comes until the end of the stream
        buffer    what one recv leaves in a buffer up to a NUL, as in C, with the old bytes of a longer message before
        int       a recv that dies of anything but digits
counts  points    code points; bytes; utf16; stripped (code points without white space around)
reply   a text with {n} for the number and {m} for the message; or int32-le, int32-be
sends   whole     in one send; parts (each character in its own); twice (the text before the number first)
greets  a text that is sent first
fault   none; crash (after the message); silent (never replies); endless (goes on replying to the end of the stream);
        strict (dies of a client that leaves without sending)
sleeps  so many seconds for each message
backlog the argument of listen

It prints its port, and then nothing.
"""

import selectors
import socket
import struct
import sys
import threading
import time

SHAPE = {
    "life": "one",
    "takes": "recv",
    "counts": "points",
    "reply": "{n}",
    "sends": "whole",
    "greets": "",
    "fault": "none",
    "sleeps": "0",
    "backlog": "1",
}
SHAPE.update(argument.split("=", 1) for argument in sys.argv[1:])


BUFFER = bytearray(1024)


def receive(connection):
    takes = SHAPE["takes"]
    if takes == "buffer":
        size = connection.recv_into(BUFFER)
        return bytes(BUFFER).rstrip(b"\0") if size > 0 else b""
    if takes == "line":
        data = b""
        while not data.endswith(b"\n"):
            piece = connection.recv(1)
            if not piece:
                return data
            data += piece
        return data.rstrip(b"\r\n") or b"\n"
    if takes == "end":
        data = b""
        while piece := connection.recv(1024):
            data += piece
        return data
    return connection.recv(16 if takes == "small" else 1024)


def count(data):
    text = data.decode()
    if SHAPE["takes"] == "int":
        int(text)
    if SHAPE["takes"] == "line":
        text = text.strip("\n")
    counts = SHAPE["counts"]
    if counts == "bytes":
        return len(data)
    if counts == "utf16":
        return len(text.encode("utf-16-le")) // 2
    if counts == "stripped":
        return len(text.strip())
    return len(text)


def send(connection, number, data):
    reply = SHAPE["reply"]
    if reply.startswith("int32"):
        connection.sendall(struct.pack("<i" if reply.endswith("le") else ">i", number))
        return
    reply = reply.encode().decode("unicode_escape")
    text = reply.replace("{n}", str(number)).replace("{m}", data.decode()).encode()
    if SHAPE["sends"] == "parts":
        for byte in text:
            connection.send(bytes([byte]))
    elif SHAPE["sends"] == "twice":
        at = text.rindex(str(number).encode())
        connection.send(text[:at])
        time.sleep(0.02)
        connection.send(text[at:])
    else:
        connection.sendall(text)


def answer(connection, data):
    time.sleep(float(SHAPE["sleeps"]))
    send(connection, count(data), data)


def serve_in_loop(listener):
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                selector.register(listener.accept()[0], selectors.EVENT_READ)
                continue
            connection = key.fileobj
            try:
                data = receive(connection)
                if data:
                    answer(connection, data)
                    continue
            except ConnectionError:
                pass
            selector.unregister(connection)
            connection.close()


def serve_in_thread(connection):
    try:
        serve(connection, True)
    finally:
        connection.close()


def serve(connection, many):
    fault = SHAPE["fault"]
    connection.sendall(SHAPE["greets"].encode().decode("unicode_escape").encode())
    while True:
        data = receive(connection)
        if data == b"" and (many or fault == "strict"):
            if fault == "strict":
                raise SystemExit("nothing came")
            if fault != "endless":
                return
        if fault == "crash":
            raise SystemExit("crash")
        if fault == "silent":
            continue
        answer(connection, data)
        if not many and fault != "endless":
            return


def main():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(int(SHAPE["backlog"]))
    print(listener.getsockname()[1], flush=True)
    life = SHAPE["life"]
    kept = []
    if life == "loop":
        serve_in_loop(listener)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if life == "threads":
            threading.Thread(target=serve_in_thread, args=(connection,), daemon=True).start()
            continue
        try:
            serve(connection, life in ("messages", "both"))
        except (BrokenPipeError, ConnectionResetError):
            pass
        if life == "open":
            kept.append(connection)
            continue
        connection.close()
        if life in ("one", "messages"):
            return


main()
