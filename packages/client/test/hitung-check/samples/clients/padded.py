"""Fills the message with spaces up to 64 characters."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall(input("Pesan: ").ljust(64).encode())
print(client.recv(1024).decode())
client.close()
