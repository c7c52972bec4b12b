"""`manage.py verify_receipt FILE|-`: checks a receipt's lines; nothing of it appears in an address or a log."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.formats.signatures import Malformed, public_key_pem
from transfers.forms.receipts import LONGEST
from transfers.queries.receipts import check_receipt, get_public_keys


class Command(BaseCommand):
    help = "Checks a receipt: its code, or its statement and signature as two lines, and the opening as a third."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for what is piped in")
        what.add_argument("--public-keys", action="store_true", help="only print the keys that receipts verify with")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        if options["public_keys"]:
            self.stdout.write("".join(map(public_key_pem, get_public_keys())), ending="")
            return
        try:
            checked = check_receipt(self._read(options["file"]))
        except Malformed as error:
            raise CommandError(f"This is no receipt: {error}.") from error
        if checked is None:
            raise CommandError(
                "Not genuine: none of this portal's keys made this signature, or no receipt has the code."
            )
        what = f", and says {checked.option}" if checked.option else ""
        self.stdout.write(
            f"Genuine: version {checked.version} was filed on {checked.filed_at:%-d %B %Y, %H:%M:%S} UTC{what}."
        )
        self.stdout.write("A later version may exist; the last one that was filed counts.")

    @staticmethod
    def _read(file: str) -> str:
        """At most what a receipt can be long, so that a wrong file is not read whole."""
        try:
            with sys.stdin.buffer if file == "-" else Path(file).open("rb") as opened:
                text = opened.read(LONGEST + 1).decode()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise Malformed("it is no text") from error
        if len(text) > LONGEST or "\0" in text:
            raise Malformed("it is too long or no text")
        return text
