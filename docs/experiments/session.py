"""Runs a real `hitung` on a pseudo-terminal, types into it as a person does, and prints what the screen showed."""
import atexit, json, os, pty, re, subprocess, sys

PACKAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "packages")
PROMPTED = re.compile(rb": (\x1b\[\d+G)?$")  # the cursor stands behind the prompt

def command(program, *args):
    return ["node", os.path.join(PACKAGES, program), *args]

server = subprocess.Popen(command("server/dist/hitung-server/bin.cjs", "--port", "0"), stdout=subprocess.PIPE)
atexit.register(server.terminate)
port = json.loads(server.stdout.readline())["port"]
child, terminal = pty.fork()
if child == 0:
    args = command("client/dist/hitung.cjs", "--port", str(port), *sys.argv[1:])
    # Nothing of the person's own: neither settings nor the history of lines.
    os.execvpe(args[0], args, {"PATH": os.environ["PATH"], "TERM": "xterm", "NO_COLOR": "1"})

screen = b""
# Enter is CR, and Ctrl-D the byte 4, on every terminal.
for typed in ["Handy Arfiano Hastyawan\r", "👨‍👩‍👧\r", "\x04"]:
    before = len(screen)
    while not PROMPTED.search(screen, before):
        screen += os.read(terminal, 4096)
    os.write(terminal, typed.encode())
try:
    while chunk := os.read(terminal, 4096):
        screen += chunk
except OSError:  # the program on the other side of the terminal has ended
    pass
os.waitpid(child, 0)

text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.decode())  # moves of the cursor, colours
sys.stdout.buffer.write(re.sub(r"\r+\n", "\n", text).strip("\r\n").encode() + b"\n")
