"""One recv, one reply, the end, as most submissions do."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("localhost", 12345))
server.listen(1)
print("Server siap, menunggu client...")
client, address = server.accept()
print("Terhubung dengan", address)
message = client.recv(1024).decode()
client.send(f"Jumlah karakter: {len(message)}".encode())
client.close()
server.close()
