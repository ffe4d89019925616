"""The client of the exercise: it asks for a line, sends it, and prints the answer. Without a port, to 12345."""
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 12345))
kalimat = input("Masukkan karakter : ")
client.sendall(kalimat.encode())
print(client.recv(1024).decode())
client.close()
