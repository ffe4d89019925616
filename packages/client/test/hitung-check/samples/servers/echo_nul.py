"""The number first, then the message, and a NUL as in C."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(2)
while True:
    client, _ = server.accept()
    message = client.recv(1024).decode()
    client.send(b"%d : %s\0" % (len(message), message.encode()))
    client.close()
