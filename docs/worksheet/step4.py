"""Step 4: UTF-8 is decoded at the end of a message. Bytes that are wrong have an answer of their own."""
import socket


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


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, address = server.accept()
    try:
        for line in lines(client):
            client.sendall(f"{answer(line)}\n".encode())
    except OSError as error:
        print(address, error)
    client.close()
