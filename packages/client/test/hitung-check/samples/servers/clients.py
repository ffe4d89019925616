"""Serves one client after the other, with one recv for each. Quotes the message in its reply."""
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", 12345))
server.listen(5)
while True:
    client, (host, port) = server.accept()
    message = client.recv(1024).decode(errors="replace")
    client.sendall(f'Klien {host}:{port} - Pesan "{message}" memiliki {len(message)} karakter'.encode())
    client.close()
