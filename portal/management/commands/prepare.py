"""Make the database and the static files fit this version of the code: run before every start of a new version."""

import fcntl
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the database, make the cache's table and collect the static files that changed."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        quiet = options["verbosity"] - 1
        call_command("migrate", interactive=False, verbosity=quiet)
        call_command("createcachetable", verbosity=quiet)
        collect_static_files(Path(settings.STATIC_ROOT), verbosity=quiet)


def collect_static_files(root: Path, *, verbosity: int) -> None:
    """Collect and compress, unless what lies there was made from the same files. Two at once take turns."""
    root.parent.mkdir(parents=True, exist_ok=True)
    mark = root / ".fingerprint"
    fingerprint = get_static_fingerprint()
    with root.with_name("static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_text(encoding="ascii") != fingerprint:
            call_command("collectstatic", interactive=False, clear=True, verbosity=verbosity)
            mark.write_text(fingerprint, encoding="ascii")


def get_static_fingerprint() -> str:
    """Changes with every static file that is added, removed or written, and with how they are kept."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
