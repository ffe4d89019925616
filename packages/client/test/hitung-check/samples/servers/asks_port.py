"""Asks the person who starts it where to listen."""
import socket

host = input("Masukkan alamat host: ")
port = int(input("Masukkan port: "))
server = socket.socket()
server.bind((host, port))
server.listen(1)
client, _ = server.accept()
client.send(str(len(client.recv(1024).decode())).encode())
client.close()
