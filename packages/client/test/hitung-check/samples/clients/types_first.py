"""Asks first, connects then, and sends a line."""
import socket

message = input("Masukkan kalimat: ")
client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall((message + "\n").encode())
print("Balasan dari server:", client.recv(1024).decode())
client.close()
