"""UDP instead of TCP."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 12345))
while True:
    data, address = server.recvfrom(1024)
    server.sendto(str(len(data.decode())).encode(), address)
