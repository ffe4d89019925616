"""Takes the first four bytes of the reply for an integer."""
import socket
import struct

client = socket.socket()
client.connect(("127.0.0.1", 12345))
client.sendall(input("Pesan: ").encode())
(number,) = struct.unpack("<i", client.recv(4))
print("Jumlah karakter:", number)
client.close()
