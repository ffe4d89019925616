"""Reads until the client has closed its side; one client after the other."""
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, _ = server.accept()
    try:
        data = b""
        while piece := client.recv(1024):
            data += piece
        client.sendall(f"Jumlah Karakter :{len(data.decode(errors='replace'))}".encode())
    except OSError:
        pass
    client.close()
