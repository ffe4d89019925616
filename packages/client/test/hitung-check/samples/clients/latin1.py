"""Encodes in Latin-1."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall(input("Pesan: ").encode("latin-1"))
print(client.recv(1024).decode())
client.close()
