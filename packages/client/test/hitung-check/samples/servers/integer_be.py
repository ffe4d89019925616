"""Replies with a 32-bit integer, most significant byte first."""
import socket
import struct

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
client.sendall(struct.pack("!i", len(client.recv(1024).decode())))
client.close()
