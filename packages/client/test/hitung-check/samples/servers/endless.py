"""Goes on replying after the client has closed its side: recv returns nothing, again and again."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
while True:
    message = client.recv(1024).decode()
    client.sendall(f"Jumlah karakter: {len(message)}\n".encode())
