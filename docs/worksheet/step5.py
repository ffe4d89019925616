"""Step 5: several clients. Each has a thread of its own, so that none waits for another."""
import socket
import threading


def lines(client):
    """Each message of a client, without the line end that ended it."""
    data = b""
    while True:
        while b"\n" in data:
            line, data = data.split(b"\n", 1)
            yield line.removesuffix(b"\r")
        piece = client.recv(1024)
        if not piece:
            if data:
                yield data
            return
        data += piece


def answer(line):
    """The sentence for a message."""
    try:
        return f"Jumlah karakter dalam kalimat tersebut ada: {len(line.decode())}"
    except UnicodeDecodeError as error:
        return f"Galat: pesan bukan UTF-8 yang sah (byte ke-{error.start + 1})"


def serve(client, address):
    with client:
        try:
            for line in lines(client):
                client.sendall(f"{answer(line)}\n".encode())
        except OSError as error:
            print(address, error)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(128)
while True:
    threading.Thread(target=serve, args=server.accept(), daemon=True).start()
