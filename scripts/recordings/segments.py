"""Prints the TCP segments between a client and 127.0.0.1:12345, until both sides have closed. Linux, as root."""
import socket, struct

PORT, OUTGOING = 12345, 4  # what passes through the loopback is seen twice: as it goes and as it comes
FLAGS = {2: "SYN", 1: "FIN", 4: "RST", 8: "PSH", 16: "ACK"}

packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
packets.bind(("lo", 0))
print("ready", flush=True)

closed = set()
while True:
    packet, (_, _, kind, *_) = packets.recvfrom(65536)
    header = 4 * (packet[0] & 15)
    if kind == OUTGOING or packet[9] != socket.IPPROTO_TCP:
        continue
    source, target, _, _, offset, flags = struct.unpack(">HHIIBB", packet[header:header + 14])
    if PORT not in (source, target):
        continue
    size = struct.unpack(">H", packet[2:4])[0] - header - 4 * (offset >> 4)
    names = " ".join(name for bit, name in FLAGS.items() if flags & bit)
    way = "client → server" if target == PORT else "server → client"
    print(f"{way}  {names:<8}{size:>4}", flush=True)
    if flags & 4 or (len(closed) == 2 and not flags & 1):
        break
    if flags & 1:
        closed.add(source)
