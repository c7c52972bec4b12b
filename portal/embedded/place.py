"""Where one set of servers keeps its data, logs, keys and pidfiles: var/, or var/test/ for the tests."""

import base64
import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from portal.embedded.terminal import Trouble

PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Place:
    """One folder for everything the servers write. Deleting it while nothing runs is always safe."""

    var: Path

    @classmethod
    def of_run(cls) -> "Place":
        """The place of `make run`: var/, or the folder that VAR_DIR names."""
        return cls(Path(os.environ.get("VAR_DIR") or PROJECT / "var").absolute())

    @classmethod
    def of_test(cls) -> "Place":
        """The place of `make test`, apart from the demonstration's."""
        return cls(PROJECT / "var" / "test")

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def env_file(self) -> Path:
        """What settings.py reads in a second terminal while the servers run."""
        return self.run / "embedded.env"

    @property
    def own_company(self) -> Path:
        """Stands where the data is no demonstration's: what `make reset` does not delete by habit."""
        return self.var / "own-company"

    def prepare(self) -> None:
        """Make the folders; those with secrets are for their owner only."""
        self.var.mkdir(parents=True, exist_ok=True)
        for folder, mode in ((self.run, 0o700), (self.logs, 0o755), (self.var / "keys", 0o700)):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)

    def key(self, name: str, *, in_base64: bool = False) -> str:
        """The secret of that name, made on first use and readable by its owner only."""
        path = self.var / "keys" / name
        if not path.exists():
            fresh = secrets.token_bytes(32)
            text = base64.b64encode(fresh).decode() if in_base64 else secrets.token_urlsafe(48)
            write_private(path, text)
        return path.read_text(encoding="utf-8").strip()

    def lock(self) -> TextIO:
        """Hold the place: one supervisor at a time. The lock ends with the process, however that ends."""
        path = self.run / "lock"
        handle = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            handle.close()
            raise Trouble(f"Already running: {holder}. Stop it with Ctrl-C where it was started.") from None
        handle.seek(0)
        handle.truncate()
        handle.write(f"process {os.getpid()}")
        handle.flush()
        return handle


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner could ever read: the mode is there before the content."""
    part = path.with_name(path.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    part.replace(path)
