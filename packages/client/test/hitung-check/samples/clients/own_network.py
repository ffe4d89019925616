"""Looks for the server on the network of its author, on another port."""
import socket

client = socket.socket()
client.connect(("192.168.43.17", 5005))
client.sendall(input("Pesan: ").encode())
print(client.recv(1024).decode())
client.close()
