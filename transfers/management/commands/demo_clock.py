"""`manage.py demo_clock --forward 11d`: moves the demo's clock; `--show` tells what it reads."""

import re
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.actions.demo import forward_demo_clock
from transfers.errors import TransferError
from transfers.queries.demo import get_demo_clock

_STEP = re.compile(r"(\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Command(BaseCommand):
    help = "Moves the clock of a demo database forward, for instance by 11d, 36h or 90m."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--forward", metavar="11d", help="how far: days (d), hours (h) or minutes (m)")
        what.add_argument("--show", action="store_true", help="only say what the clock reads")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        if options["show"]:
            reading = get_demo_clock()
            if reading is None:
                raise CommandError("This is no demo database, so its clock is the real one.")
        else:
            step = _STEP.fullmatch(options["forward"])
            if step is None:
                raise CommandError(f"“{options['forward']}” is not a step such as 11d, 36h or 90m.")
            try:
                reading = forward_demo_clock(timedelta(**{_UNITS[step.group(2)]: int(step.group(1))}))
            except TransferError as refused:
                raise CommandError(refused.message) from refused
        self.stdout.write(f"The demo’s clock reads {reading:%A %-d %B %Y, %H:%M} UTC.")
