# What attacks from a sandbox are aimed at: ports, sockets and a process with a secret in its environment. Says where they
# are, one NAME=VALUE a line, and stays until its input ends.
import os, socket, sys, threading

folder = sys.argv[1]


def listening(family, address):
    one = socket.socket(family, socket.SOCK_STREAM)
    one.bind(address)
    one.listen(20)

    def serve():
        while True:
            peer, _ = one.accept()
            peer.sendall(b"lured\n")
            peer.close()

    threading.Thread(target=serve, daemon=True).start()
    return one


def echoing():
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind(("127.0.0.1", 0))

    def serve():
        while True:
            data, peer = one.recvfrom(512)
            one.sendto(b"lured", peer)

    threading.Thread(target=serve, daemon=True).start()
    return one


print("LURE_TCP4=%d" % listening(socket.AF_INET, ("127.0.0.1", 0)).getsockname()[1])
print("LURE_TCP6=%d" % listening(socket.AF_INET6, ("::1", 0)).getsockname()[1])
print("LURE_UDP=%d" % echoing().getsockname()[1])
unix = folder + "/lure.sock"
listening(socket.AF_UNIX, unix)
print("LURE_UNIX=" + unix)
abstract = "agent-vault-lure-%d" % os.getpid()
listening(socket.AF_UNIX, "\0" + abstract)
print("LURE_ABSTRACT=" + abstract)
try:
    # Not every machine has them.
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()
    print("LURE_VSOCK=here")
except OSError:
    pass
print("LURE_PID=%d" % os.getpid(), flush=True)
sys.stdin.read()
