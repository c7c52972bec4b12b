"""A PostgreSQL of a test's own, to be stopped, restarted and misconfigured; its log is there to be read."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from portal.embedded import postgres
from portal.embedded.place import Place
from tests.processes import PROJECT


class OwnPostgres:
    """One server below a folder of its own.

    The folder lies in the project: where root's PostgreSQL runs as nobody, it cannot enter pytest's folders.
    """

    def __init__(self) -> None:
        above = PROJECT / "var" / "test" / "servers"
        above.mkdir(parents=True, exist_ok=True)
        self.home = Path(tempfile.mkdtemp(dir=above))
        self.home.chmod(0o755)
        self.place = Place(self.home)
        self.place.prepare()
        self.url = ""

    def start(self) -> "OwnPostgres":
        """Start it; a second time on the port it had."""
        port = urlsplit(self.url).port or 0 if self.url else 0
        self.url = postgres.start(self.place, durable=False, port=port)
        return self

    def stop(self) -> None:
        postgres.stop(self.place)

    def clean(self) -> None:
        self.stop()
        shutil.rmtree(self.home)

    @property
    def log(self) -> str:
        """Everything the server wrote so far."""
        return (self.home / "postgres" / "server.log").read_text(errors="replace")

    def database(self, name: str) -> str:
        """The address of an empty database of that name, made anew."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        return self.address(name)

    def address(self, name: str) -> str:
        return self.url.rpartition("/")[0] + f"/{name}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    server = OwnPostgres()
    try:
        yield server.start()
    finally:
        server.clean()


def manage(env: Mapping[str, str], *argv: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, with these settings."""
    return subprocess.run(
        [sys.executable, "manage.py", *argv], cwd=PROJECT, env=dict(env), capture_output=True, text=True, check=False
    )
