"""Counts bytes, not characters."""
import socket

with socket.create_server(("127.0.0.1", 12345), reuse_port=False) as server:
    while True:
        client, _ = server.accept()
        with client:
            data = client.recv(4096)
            client.sendall(b"%d bytes received\n" % len(data))
