"""Wants two lines before it sends anything."""
import socket

first = input("Baris pertama pesan: ")
second = input("Baris kedua pesan: ")
client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall((first + second).encode())
print(client.recv(1024).decode())
