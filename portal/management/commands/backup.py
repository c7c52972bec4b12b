"""`manage.py backup FOLDER [--keys FILE]`: a sealed copy of everything, and the keys of choices apart."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backups import DATABASE, BackupFailed, back_up


class Command(BaseCommand):
    help = "Write an encrypted backup into a new folder; nothing in it opens a choice. --keys keeps what does, apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="FILE",
            help="where the keys of choices go: another place; replaced each time",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        folder, keys = options["folder"], options["keys"]
        if keys is not None and folder.resolve() in keys.resolve().parents:
            raise CommandError("Keep the keys elsewhere: whoever finds the folder must not find them in it.")
        try:
            tables = back_up(folder, keys=keys)
        except BackupFailed as error:
            raise CommandError(f"No backup was made: {error}.") from error
        except OSError as error:
            raise CommandError(f"No backup was made: {error.filename or folder}: {error.strerror}.") from error
        size = (folder / DATABASE).stat().st_size
        self.stdout.write(f"Backed up {tables} tables into {folder} ({size:,} bytes, encrypted).")
        if keys is not None:
            self.stdout.write(f"The keys of choices are in {keys}. Keep only the newest one, apart from the folder.")
        else:
            self.stdout.write("Without --keys: who restores it alone can never read again what people filed.")
