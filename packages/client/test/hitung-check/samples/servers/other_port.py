"""Listens on another port."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 65432))
server.listen(1)
client, _ = server.accept()
client.send(str(len(client.recv(1024).decode())).encode())
client.close()
