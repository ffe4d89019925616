"""Asks again and again, until a word ends it; reads whole lines, and tells what goes wrong."""
import socket
import sys

try:
    with socket.create_connection(("127.0.0.1", 12345), timeout=10) as client:
        with client.makefile("r", encoding="utf-8") as replies:
            while True:
                message = input("Masukkan karakter : ")
                if message == "keluar":
                    break
                client.sendall(f"{message}\n".encode())
                reply = replies.readline()
                if not reply:
                    sys.exit("Server menutup koneksi.")
                print(reply.rstrip("\n"))
except OSError as error:
    sys.exit(f"Tidak ada jawaban dari server: {error}")
