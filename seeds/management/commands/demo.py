"""`manage.py demo`: loads the demo company once; `--who` tells whom to sign in as."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.demo import describe_cast, load_demo
from seeds.tree import SIZES
from transfers.errors import TransferError
from transfers.queries.demo import get_demo_clock


class Command(BaseCommand):
    help = "Loads the demo company into an empty database, once. Later runs change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default=settings.DEMO or "full")
        parser.add_argument("--who", action="store_true", help="only tell whom to sign in as")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        if options["who"]:
            self.stdout.write(describe_cast())
            return
        if not settings.DEMO:
            raise CommandError("DEMO is not set: only a demonstration loads the made-up company.")
        if get_demo_clock() is not None:
            self.stdout.write("The demo company stands already; nothing was changed.")
            return
        self.began_at = time.monotonic()
        try:
            load_demo(options["size"], self._say)
        except TransferError as refused:
            raise CommandError(refused.message) from refused
        self._say("done")

    def _say(self, what: str) -> None:
        """One line a step, as it happens."""
        self.stdout.write(f"  {time.monotonic() - self.began_at:5.1f} s  {what}")
        self.stdout.flush()
