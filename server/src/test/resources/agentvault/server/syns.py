# Prints the address and the port of every TCP connection that is begun in this network, each once, until it is stopped.
import socket
import struct

packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
packets.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
print("ready", flush=True)
seen = set()
while True:
    packet, _ = packets.recvfrom(2048)
    version = packet[0] >> 4
    if version == 4:
        length, protocol, to = (packet[0] & 15) * 4, packet[9], socket.inet_ntop(socket.AF_INET, packet[16:20])
    elif version == 6:
        length, protocol, to = 40, packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40])
    else:
        continue
    if protocol != socket.IPPROTO_TCP:
        continue
    port, flags = struct.unpack("!H", packet[length + 2:length + 4])[0], packet[length + 13]
    begun = "%s %d" % (to, port)
    if flags & 0x12 == 0x02 and begun not in seen:
        seen.add(begun)
        print(begun, flush=True)
