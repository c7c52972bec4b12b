"""`manage.py restore FOLDER --identity FILE [--keys FILE]`: a backup into a new, empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backups import BackupFailed, restore


class Command(BaseCommand):
    help = "Bring a backup back into the empty database that DATABASE_URL names, and compare every table with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help="the private key")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="the keys of choices that belong to it")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        folder, keys = options["folder"], options["keys"]
        try:
            restored = restore(folder, identity=options["identity"], keys=keys)
        except BackupFailed as error:
            raise CommandError(f"Not restored: {error}.") from error
        except OSError as error:
            raise CommandError(f"Not restored: {error.filename or folder}: {error.strerror or error}.") from error
        if restored.different:
            names = ", ".join(restored.different)
            raise CommandError(f"These tables are not as they were backed up: {names}. Use another backup.")
        self.stdout.write(f"Restored from {folder}; every table is as it was.")
        self.stdout.write(
            f"{restored.keys} of {restored.versions} versions of choices can be opened by their people."
        )
        self.stdout.write(
            "Next: python manage.py prepare, verify_audit --against FILE, doctor. Everybody signs in again."
        )
