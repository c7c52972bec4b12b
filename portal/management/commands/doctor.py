"""What is wrong with this installation, and the command that mends it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.health import DOCTORS_CHECKS


class Command(BaseCommand):
    help = "Check the database, its migrations, the broker, the queue, the seals and the admins; one line each."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        failing = 0
        for check in DOCTORS_CHECKS:
            finding = check()
            mend = f" → {finding.mend}" if finding.mend else ""
            self.stdout.write(f"{'ok  ' if finding.is_well else 'FAIL'} {finding.part}: {finding.says}{mend}")
            failing += not finding.is_well
        if failing:
            raise CommandError(f"{failing} of {len(DOCTORS_CHECKS)} checks failed")
