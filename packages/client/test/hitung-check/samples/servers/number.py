"""Takes a message of digits for a number."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
message = client.recv(1024).decode()
if message.isdigit():
    client.send(f"angka {message} merupakan {'genap' if int(message) % 2 == 0 else 'ganjil'}".encode())
else:
    client.send(f"Jumlah karakter: {len(message)}".encode())
client.close()
