"""Answers every message of its one client, until the client leaves."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(5)
client, _ = server.accept()
while True:
    data = client.recv(1024)
    if not data:
        break
    message = data.decode("utf-8")
    client.sendall(f"Jumlah karakter dalam pesan tersebut ada: {len(message)}".encode())
client.close()
server.close()
