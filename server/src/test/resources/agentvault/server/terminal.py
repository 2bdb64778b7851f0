# Runs a command in a terminal of its own, interrupts it there once it says that it is ready, and ends as it does.
import os, pty, signal, sys

pid, terminal = pty.fork()
if pid == 0:
    # The program between keeps out of it, as the command does for which it stands.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
interrupted = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    said += piece
    if b"ready" in said and not interrupted:
        interrupted = True
        os.write(terminal, b"\x03")
sys.stdout.write(said.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
