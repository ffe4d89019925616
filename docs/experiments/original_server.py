"""The server of the exercise: one client, one recv, one answer, the end. Without a port, on 12345."""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 12345))
server.listen(1)
print("Menunggu client di port", server.getsockname()[1], flush=True)

client, address = server.accept()
data = client.recv(1024)
kalimat = data.decode()
print("Pesan dari client :", kalimat)
client.sendall(f"Jumlah karakter dalam kalimat tersebut ada: {len(kalimat)}".encode())
client.close()
server.close()
