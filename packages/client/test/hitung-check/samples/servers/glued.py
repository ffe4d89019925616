"""Answers each piece of what came with its number alone, without anything between the numbers."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
while data := client.recv(1024):
    client.send(str(len(data.decode())).encode())
client.close()
