"""Gives the right number, and dies then."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
message = client.recv(1024).decode()
client.send(f"Jumlah karakter pesan: {len(message)}".encode())
client.close()
print(mesage)
