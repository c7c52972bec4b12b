"""Digests, made for whom their hour has come."""

from celery import shared_task

from accounts.models import Employee
from transfers.actions.digests import owe_digest
from transfers.tasks.attempts import each


@shared_task(name="transfers.tasks.owe_digests")
def owe_digests(*, employee_ids: list[int]) -> None:
    each(Employee, employee_ids, owe_digest)
