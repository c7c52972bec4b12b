"""`manage.py export_audit FILE`: the newest seal of the history, signed, to be kept where this database is not."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.delivery.audits import NotSealed, export_head


class Command(BaseCommand):
    help = "Writes the head of the history (newest seal, its hash, how many events it binds) to a signed file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        try:
            head = export_head(options["file"])
        except NotSealed as error:
            raise CommandError("Nothing is sealed yet. A worker and a beat seal what is recorded.") from error
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Seal {head.number}, {head.hash.hex()}, binds {head.events} events.")
