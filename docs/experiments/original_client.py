"""The client of the exercise: it asks for a line, sends it, and prints the answer. Without a port, to 12345."""
import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("port", type=int, nargs="?", default=12345)
port = parser.parse_args().port

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", port))
kalimat = input("Masukkan karakter : ")
client.sendall(kalimat.encode())
print(client.recv(1024).decode())
client.close()
