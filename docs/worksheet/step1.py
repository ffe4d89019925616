"""Step 1: a loop over clients. The program of the exercise, which no longer ends after its first client."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a restart at once
server.bind(("127.0.0.1", 12345))
server.listen(5)
while True:
    client, address = server.accept()
    try:
        kalimat = client.recv(1024).decode()
        client.sendall(f"Jumlah karakter dalam kalimat tersebut ada: {len(kalimat)}".encode())
    except (UnicodeDecodeError, OSError) as error:  # one client must not end the server
        print(address, error)
    client.close()
