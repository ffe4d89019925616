"""The server of the exercise: one client, one recv, one answer, the end. Without a port, on 12345."""
import argparse
import socket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("port", type=int, nargs="?", default=12345)
port = parser.parse_args().port

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", port))
server.listen(1)
print("Menunggu client di port", server.getsockname()[1], flush=True)

client, address = server.accept()
data = client.recv(1024)
kalimat = data.decode()
print("Pesan dari client :", kalimat)
client.sendall(f"Jumlah karakter dalam kalimat tersebut ada: {len(kalimat)}".encode())
client.close()
server.close()
