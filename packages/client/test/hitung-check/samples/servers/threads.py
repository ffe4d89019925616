"""A thread for each client, lines, and no way to stop it: all that is asked for."""
import socket
import threading


def serve(client):
    try:
        with client:
            data = b""
            while piece := client.recv(4096):
                data += piece
                while b"\n" in data:
                    line, data = data.split(b"\n", 1)
                    answer(client, line.removesuffix(b"\r"), b"\n")
            if data:
                answer(client, data, b"")
    except OSError:
        pass


def answer(client, line, end):
    try:
        reply = f"Jumlah karakter dalam kalimat tersebut ada: {len(line.decode())}"
    except UnicodeDecodeError:
        reply = "Galat: pesan bukan UTF-8"
    client.sendall(reply.encode() + end)


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(128)
while True:
    threading.Thread(target=serve, args=[server.accept()[0]], daemon=True).start()
