"""Does not show what the server answered, but what it counted itself."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 12345))
message = input("Pesan: ")
client.sendall(message.encode())
client.recv(1024)
print("Jumlah karakter dalam kalimat tersebut ada:", len(message))
client.close()
