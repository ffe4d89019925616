"""Greets the server before it sends the message."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.send(b"Halo server! ")
message = input("Pesan: ")
client.send(message.encode())
print(client.recv(1024).decode())
client.close()
