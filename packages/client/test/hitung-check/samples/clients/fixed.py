"""Sends the sample of the exercise, whatever was typed."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
input("Pesan: ")
client.sendall(b"Belajar socket programming")
print(client.recv(1024).decode())
client.close()
