"""Step 2: LF ends a message. recv is called until it came, so that pieces and long messages are whole."""
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
                yield data  # the end of the stream ends the last message
            return
        data += piece


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, address = server.accept()
    try:
        for line in lines(client):
            kalimat = line.decode()
            client.sendall(f"Jumlah karakter dalam kalimat tersebut ada: {len(kalimat)}\n".encode())
    except (UnicodeDecodeError, OSError) as error:
        print(address, error)
    client.close()
