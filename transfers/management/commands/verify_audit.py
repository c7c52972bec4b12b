"""`manage.py verify_audit [--against FILE]`: reads the whole history again, names the first broken seal."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.delivery.audits import read_exported_head
from transfers.formats.seals import Head
from transfers.formats.signatures import Malformed
from transfers.queries.seals import verify_history


class Command(BaseCommand):
    help = "Finds any event or seal that was edited, deleted, inserted or put in another order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--against",
            type=Path,
            metavar="FILE",
            help="a head that export_audit wrote: finds a chain that was cut or made anew, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        head = self._read(options["against"]) if options["against"] else None
        began = time.perf_counter()
        proof = verify_history(head)
        seconds = time.perf_counter() - began
        read = f"{proof.events} events in {proof.seals} seals, read in {seconds:.1f} s"
        if not proof.holds:
            raise CommandError(f"The history was changed: {proof.broken}. Before that stand {read}.")
        self.stdout.write(f"The history holds: {read}; {proof.unsealed} events are not sealed yet.")
        if head is None:
            self.stdout.write("Not held against an exported head: a chain that was made anew would look whole too.")
        else:
            self.stdout.write(f"It goes on from seal {head.number}, exported with {head.events} events.")

    def _read(self, file: Path) -> Head:
        try:
            return read_exported_head(file)
        except Malformed as error:
            raise CommandError(f"{file} is not to be trusted: {error}.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
