"""`manage.py backup_key FILE`: the private key that opens backups, and the setting that makes them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.sealed_files import make_identity


class Command(BaseCommand):
    help = "Make the private key for backups. Keep the file off this machine; only the line it prints stays here."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        try:
            recipient = make_identity(options["file"])
        except OSError as error:
            raise CommandError(f"No key was made: {error.filename}: {error.strerror}.") from error
        self.stdout.write(f"BACKUP_RECIPIENT={recipient}")
