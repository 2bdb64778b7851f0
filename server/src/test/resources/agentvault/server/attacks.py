# Tries to get out of a sandbox, and says of each try whether it worked. The same program outside of one shows that the
# tries would work.
import ctypes, fcntl, glob, os, pty, socket, struct, subprocess, sys

libc = ctypes.CDLL(None, use_errno=True)
lure = os.environ


def worked(name, does):
    try:
        outcome = does()
    except OSError as e:
        outcome = None
        why = e.strerror or str(e)
    except subprocess.SubprocessError as e:
        outcome = None
        why = str(e)
    else:
        why = "nothing came of it"
    print("%s %s %s" % (name, "worked" if outcome else "failed", str(outcome or why).replace("\n", " ")[:120]), flush=True)


def system(*arguments):
    ctypes.set_errno(0)
    result = libc.syscall(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return True


def dial(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as one:
        one.settimeout(3)
        one.connect(address)
        if kind == socket.SOCK_DGRAM:
            one.send(b"hello")
        return one.recv(16)


def reach(port):
    with socket.create_connection(("127.0.0.1", port), 3):
        return True


def question(kind):
    # One question for lure.example, to a server of names on a loopback address that is nobody's inside.
    asked = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\4lure\7example\0\0\1\0\1"
    with socket.socket(socket.AF_INET, kind) as one:
        one.settimeout(3)
        one.connect(("127.0.0.77", 53))
        one.sendall(asked if kind == socket.SOCK_DGRAM else struct.pack(">H", len(asked)) + asked)
        return one.recv(512)


def opens(path):
    with open(path, "rb") as file:
        return file.read(64)


def writes(folder):
    path = folder + "/planted"
    with open(path, "w") as file:
        file.write("planted")
    os.unlink(path)
    return True


def secret_of_others():
    for file in glob.glob("/proc/[0-9]*/environ"):
        try:
            if b"lure-in-the-environment" in opens_all(file):
                return file
        except OSError:
            continue
    return None


def opens_all(path):
    with open(path, "rb") as file:
        return file.read()


def traced():
    pid = int(lure["LURE_PID"])
    ctypes.set_errno(0)
    checked(libc.ptrace(16, pid, 0, 0))
    os.waitpid(pid, 0x40000000)
    checked(libc.ptrace(17, pid, 0, 0))
    return True


def debugged():
    attached = ("gdb", "-nx", "-batch", "-ex", "info registers", "-p", lure["LURE_PID"])
    return b"sp " in subprocess.run(attached, timeout=30, capture_output=True).stdout


def ran(*command):
    subprocess.run(command, check=True, timeout=20, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return True


def in_child(does):
    # What changes a process is done by another.
    pid = os.fork()
    if pid == 0:
        try:
            does()
        except OSError as e:
            os._exit(e.errno)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise OSError(code, os.strerror(code))
    return True


def typed():
    # Types a character into a terminal that is this process's own.
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, 0x5412, b"x")
        except OSError as e:
            os._exit(e.errno)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    if code:
        raise OSError(code, os.strerror(code))
    return True


def listed():
    # Others than the three that every program has, and the one that lists them.
    return sorted(set(os.listdir("/proc/self/fd")) - {"0", "1", "2", "3"})


worked("dial-v4", lambda: dial(socket.AF_INET, ("127.0.0.1", int(lure["LURE_TCP4"]))))
worked("dial-v6", lambda: dial(socket.AF_INET6, ("::1", int(lure["LURE_TCP6"]))))
worked("dial-udp", lambda: dial(socket.AF_INET, ("127.0.0.1", int(lure["LURE_UDP"])), socket.SOCK_DGRAM))
worked("dial-server", lambda: reach(int(lure["SERVER_PORT"])))
worked("dial-proxy", lambda: reach(int(lure["FORWARD_PORT"])))
worked("dns-udp", lambda: question(socket.SOCK_DGRAM))
worked("dns-tcp", lambda: question(socket.SOCK_STREAM))
worked("getent", lambda: ran("getent", "hosts", "lure.example"))
worked("socket-unix", lambda: dial(socket.AF_UNIX, lure["LURE_UNIX"]))
worked("socket-abstract", lambda: dial(socket.AF_UNIX, "\0" + lure["LURE_ABSTRACT"]))
worked("socket-of-data-directory", lambda: bool(os.listdir(lure["DATA"] + "/sockets")))
worked("descriptors", lambda: listed())
worked("proc-of-others", lambda: secret_of_others())
worked("proc-of-lure", lambda: os.stat("/proc/%s/maps" % lure["LURE_PID"]) and b"lures.py" in opens_all("/proc/%s/cmdline" % lure["LURE_PID"]))
worked("ptrace", traced)
worked("gdb", debugged)
for each in lure["KEPT"].split(":"):
    worked("file-" + os.path.basename(each), lambda: opens(each))
worked("link-out", lambda: opens(lure["WORK"] + "/out"))
worked("write-outside", lambda: writes(lure["OUTSIDE"]))
worked("user-namespace", lambda: in_child(lambda: checked(libc.unshare(0x10000000))))
worked("user-namespace-by-program", lambda: ran("unshare", "--user", "true"))
worked("typing", typed)
worked("keyring", lambda: system(250, 0, ctypes.c_long(-5), 1) > 0)
worked("ring", lambda: in_child(lambda: system(425, 4, ctypes.create_string_buffer(120))))
if "LURE_VSOCK" in lure:
    # A virtual machine's host, which no namespace of networks keeps away.
    worked("socket-vsock", lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).fileno())
if os.getuid() == 0:
    # What only root may outside.
    worked("root-shadow", lambda: opens("/etc/shadow"))
    worked("root-raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).fileno())
    worked("root-raw-v6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6).fileno())
    worked("root-packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).fileno())
    worked("root-mount", lambda: in_child(lambda: checked(libc.unshare(0x20000)) and checked(libc.mount(b"none", b"/", None, 0x44000, None)) and checked(libc.mount(b"lure", lure["WORK"].encode(), b"tmpfs", 0, None))))
    worked("root-chroot-namespace", lambda: in_child(lambda: checked(libc.unshare(0x40000000))))
    worked("root-setting", lambda: os.access("/proc/sys/kernel/core_pattern", os.W_OK))
