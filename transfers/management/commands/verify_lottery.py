"""`manage.py verify_lottery CODE`: draws a campaign's lottery again, and compares it with what was written down."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transfers.models import Campaign
from transfers.queries.end_days import get_order, verify_order


class Command(BaseCommand):
    help = "Checks that the order of end days within the minimum staffing is the one that was drawn at the opening."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the campaign's code")
        parser.add_argument("--list", action="store_true", help="write the order too, an assignment's id a line")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        campaign = Campaign.objects.filter(code=options["code"]).first()
        if campaign is None or not campaign.lottery_seed:
            raise CommandError(f"No campaign {options['code']} was opened.")
        proof = verify_order(campaign)
        if not proof.holds:
            raise CommandError("The order is not the one that was written down as the campaign opened.")
        if options["list"]:
            for public_id in get_order(campaign):
                self.stdout.write(public_id)
        self.stdout.write(f"The order of {proof.people} holds. Its seed: {proof.seed}.")
