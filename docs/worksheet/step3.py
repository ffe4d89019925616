"""Step 3: a length in front of the message, in frames: F9, the units, and a length of four bytes; see PROTOCOL.md."""
import socket
import struct


def receive(client, size):
    """Exactly so many bytes; fewer only where the stream ends."""
    data = b""
    while len(data) < size:
        piece = client.recv(size - len(data))
        if not piece:
            break
        data += piece
    return data


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, address = server.accept()
    try:
        while header := receive(client, 6):
            kind, units, length = struct.unpack(">BBI", header)
            kalimat = receive(client, length).decode()
            client.sendall(struct.pack(">BBIQ", 0xFA, units, 8, len(kalimat)))
    except (UnicodeDecodeError, OSError, struct.error) as error:
        print(address, error)
    client.close()
