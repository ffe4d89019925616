"""UDP instead of TCP."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(input("Pesan: ").encode(), ("127.0.0.1", 12345))
print(client.recvfrom(1024)[0].decode())
