"""As whom PostgreSQL runs: it refuses root, and a container's only user is often root."""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded.terminal import Trouble

CLONE_NEWUSER = 0x10000000


@dataclass(frozen=True, slots=True)
class ServerUser:
    """How to start a program so that it is not root. `popen` goes to subprocess; `uid` owns its files."""

    how: str
    popen: dict[str, Any]
    uid: int | None = None

    def own(self, path: Path) -> None:
        """Hand a file or folder to the user that the server runs as."""
        if self.uid is not None:
            os.chown(path, self.uid, -1)


def choose_server_user(program: Path, data: Path) -> ServerUser:
    """Somebody who may run `program` and write below `data`, and is not root.

    As root, first a user namespace in which root's own files belong to nobody: it works below folders that only
    root may enter, but some systems refuse it. Then `nobody` itself, who cannot enter such folders.
    """
    if os.geteuid() != 0:
        return ServerUser("yourself", {})
    nobody = pwd.getpwnam("nobody")
    if sys.platform == "linux":
        inside = ServerUser("nobody, in a user namespace", {"preexec_fn": enter_namespace_as(nobody.pw_uid)})
        if _can(inside, program, data):
            return inside
    outside = ServerUser(
        "nobody",
        {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []},
        uid=nobody.pw_uid,
    )
    outside.own(data)
    if _can(outside, program, data):
        return outside
    os.chown(data, 0, -1)
    raise Trouble(
        f"PostgreSQL refuses to run as root, and nobody else may reach {program} and {data}. "
        "Run this as an ordinary user, move the project out of folders that only root may enter, "
        "or name a server of your own: make run DATABASE_URL=postgres://…"
    )


def enter_namespace_as(uid: int) -> Callable[[], None]:
    """What a forked child runs before its program: from then on its own files belong to `uid`."""
    libc = ctypes.CDLL(None, use_errno=True)
    owner, group = os.geteuid(), os.getegid()

    def enter() -> None:
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "user namespaces are refused here")
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {owner} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{uid} {group} 1", encoding="ascii")

    return enter


def _can(user: ServerUser, program: Path, data: Path) -> bool:
    """Whether this user can run the program and write in the folder: tried, not guessed."""
    script = 'test "$(id -u)" != 0 && test -w "$2" && exec "$1" --version'
    try:
        tried = subprocess.run(
            ["sh", "-c", script, "sh", str(program), str(data)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **user.popen,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0
