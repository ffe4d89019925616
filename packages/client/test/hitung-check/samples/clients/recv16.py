"""recv(16) sees only the beginning of the reply."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall(input("Pesan: ").encode())
print(client.recv(16).decode())
client.close()
