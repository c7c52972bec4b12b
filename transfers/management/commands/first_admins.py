"""`manage.py first_admins A B`: the first two admins, only while no grant exists.

`--recover`: two again, only while fewer than two stand.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Employee
from transfers.actions.admins import first_admins, recover_admins
from transfers.actions.policies import publish_first_policy
from transfers.errors import TransferError


class Command(BaseCommand):
    help = "Makes two people admins and publishes the first policy. Works only while no grant exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs=2, metavar="PERSON", help="HR id or sign-in name")
        parser.add_argument(
            "--recover", action="store_true", help="after a lock-out: only while fewer than two stand"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        first, second = (self._find(name) for name in options["names"])
        try:
            if options["recover"]:
                recover_admins(first, second)
            else:
                first_admins(first, second)
                publish_first_policy()
        except TransferError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"{first.name} and {second.name} are admins. They sign in at {settings.PORTAL_URL}/admin/ as "
            f"{first.sign_in_name} and {second.sign_in_name}.\nWho has no password yet follows “I have forgotten my "
            "password, or have none yet” on the sign-in page; the link comes by mail."
        )

    def _find(self, name: str) -> Employee:
        person = (
            Employee.objects.filter(hr_id=name).first()
            or Employee.objects.filter(sign_in_name=name.casefold()).first()
        )
        if person is None:
            raise CommandError(f"Nobody has the HR id or sign-in name {name!r}. Load the people first.")
        return person
