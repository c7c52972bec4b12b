"""What is wrong with this installation, and the command that mends it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.doctor import DOCTORS_CHECKS
from portal.health import look_at


class Command(BaseCommand):
    help = "Look at every part that the portal needs; one line each, and what mends it where it fails."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        failing = 0
        for check, finding in look_at(DOCTORS_CHECKS):
            mark = "ok" if finding.is_well else "FAIL" if finding.is_looked_at else "?"
            mend = f" → {finding.mend}" if finding.mend else ""
            self.stdout.write(f"{mark:4} {check.part}: {finding.says}{mend}")
            failing += not finding.is_well and finding.is_looked_at
        if failing:
            raise CommandError(f"{failing} of {len(DOCTORS_CHECKS)} checks failed")
