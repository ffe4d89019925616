"""Takes spaces off both ends."""
import socket

server = socket.socket()
server.bind(("127.0.0.1", 12345))
server.listen(1)
client, _ = server.accept()
message = client.recv(1024).decode().strip()
client.send(f"Jumlah karakter dalam kalimat tersebut adalah {len(message)}".encode())
client.close()
