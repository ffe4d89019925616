"""Asks for host and port first."""
import socket

host = input("Masukkan IP server: ")
port = int(input("Masukkan port server: "))
client = socket.socket()
client.connect((host, port))
client.sendall(input("Masukkan pesan: ").encode())
print(client.recv(1024).decode())
client.close()
