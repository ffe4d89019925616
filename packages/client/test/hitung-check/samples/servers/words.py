"""Counts words."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
client.send(f"Jumlah: {len(client.recv(1024).decode().split())}".encode())
client.close()
