"""Receives, prints, and never replies."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
while True:
    data = client.recv(1024)
    if data:
        print(len(data.decode()))
    else:
        break
