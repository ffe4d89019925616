"""Waits for a line end, and counts it."""
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, _ = server.accept()
    with client, client.makefile("r", encoding="utf-8", newline="\n", errors="replace") as lines:
        try:
            line = lines.readline()
            client.sendall(f"Your message lenght is {len(line)}\n".encode())
        except OSError:
            pass
