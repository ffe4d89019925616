"""The task of another exercise: no number of characters in its reply."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
message = client.recv(1024).decode()
kind = "ganjil" if len(message) % 2 else "genap"
client.send(f"panjang {message} merupakan {kind}".encode())
client.close()
