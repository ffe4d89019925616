"""recv(16): the rest of the message stays unread, so that close resets the connection."""
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, _ = server.accept()
    try:
        message = client.recv(16).decode()
        client.send(f"Length of your string is: {len(message)}".encode())
    except (UnicodeDecodeError, OSError):
        pass
    client.close()
