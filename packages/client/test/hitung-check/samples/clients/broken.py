"""Broken by itself: a name that there is not."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
mesage = input("Pesan: ")
client.sendall(message.encode())
print(client.recv(1024).decode())
