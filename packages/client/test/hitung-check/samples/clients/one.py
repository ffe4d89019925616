"""The client of the exercise."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("localhost", 12345))
message = input("Masukkan karakter : ")
client.send(message.encode())
print(client.recv(1024).decode())
client.close()
