"""Sends the length of the message in front of it."""
import socket
import struct

client = socket.socket()
client.connect(("127.0.0.1", 12345))
message = input("Pesan: ").encode()
client.sendall(struct.pack("!I", len(message)) + message)
print(client.recv(1024).decode())
client.close()
