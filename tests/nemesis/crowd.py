"""Thousands of people who are owed messages, and nothing else."""

from collections.abc import Sequence

from django.db import connection, transaction

from accounts.models import Employee
from tests import factories as f
from transfers import ledger
from transfers.clock import database_clock
from transfers.ledger import Owed
from transfers.models import Campaign, Notice
from transfers.sight.actor import PORTAL
from transfers.states import NoticeStatus

_TEMPLATE = "campaign.reminder"


def populate(number: int) -> list[int]:
    """So many people of one unit, and a campaign to tell them about; returns their ids."""
    f.campaign()
    unit = f.UnitFactory.create()
    pattern = f.EmployeeFactory.create(unit=unit)
    people = [
        Employee(
            hr_id=f"crowd-{each}",
            sign_in_name=f"crowd.{each}",
            name=f"Person {each}",
            email=f"crowd.{each}@example.com",
            unit=unit,
            job_family=pattern.job_family,
            level=pattern.level,
            site=pattern.site,
            hired_on=pattern.hired_on,
            password="!",
        )
        for each in range(number)
    ]
    made = Employee.objects.bulk_create(people, batch_size=1_000)
    connection.close()
    return [person.pk for person in made]


def owe(people: Sequence[int], *, first: int, number: int) -> None:
    """Owe the next so many people one message each, counting through everybody again and again."""
    with transaction.atomic():
        at = database_clock()
        event = ledger.record("campaign.reminded", Campaign.objects.get(), by=PORTAL, at=at)
        wave = (people[place % len(people)] for place in range(first, first + number))
        ledger.owe_all([Owed(event, person, _TEMPLATE, {}) for person in wave], at=at)
    connection.close()


def count_waiting() -> int:
    """How many mails are not sent yet."""
    waiting = Notice.objects.filter(channel="mail").exclude(status=NoticeStatus.SENT).count()
    connection.close()
    return waiting
