"""Listens on the address of its author's network."""
import socket

server = socket.socket()
server.bind(("192.168.43.17", 12345))
server.listen(1)
client, _ = server.accept()
client.send(str(len(client.recv(1024).decode())).encode())
client.close()
