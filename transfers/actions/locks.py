"""The one order in which rows are locked (docs/adr/0003-lock-order.md).

Idempotency key, campaign, round, persons by ascending id, roles by ascending id, units by ascending id; every other
row is written only under these. Whoever needs roles that hang on a person locks the person first, then reads which
roles.
"""

from collections.abc import Iterable

from django.db import connection

from accounts.models import Employee
from transfers.models import Campaign, Pseudonym, Role, Round
from transfers.models.partly import partly
from transfers.prepared import ask

# one import at a time: ids of new rows are taken before the rows are written
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('transfers.actions.imports'))"
_OF_PERSON = ("id", "manager_id", "site_id", "time_zone")
_OF_CAMPAIGN = ("id", "public_id", "deadline_at", "policy_id", "status", "open_at")
_HOLD_CAMPAIGN = f"SELECT {', '.join(_OF_CAMPAIGN)} FROM transfers_campaign WHERE id = %s FOR SHARE"  # noqa: S608
_HOLD_PERSON = """
SELECT e.id, e.manager_id, e.site_id, e.time_zone, p.id
FROM accounts_employee e LEFT JOIN transfers_pseudonym p ON p.employee_id = e.id
WHERE e.id = %s FOR NO KEY UPDATE OF e
"""
_OF_ROLE = ("id", "public_id", "unit_id", "job_family_id", "site_id", "is_remote_allowed")
_HOLD_ROLE = f"SELECT {', '.join(_OF_ROLE)} FROM transfers_role WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608


def keep_imports_out() -> None:
    """Wait until no import runs, and let none begin before this transaction ends: before any row is held."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)


def lock_campaign_to_file(campaign_id: int) -> Campaign:
    """Hold the campaign FOR SHARE: any number may file at once, none while it is being closed."""
    return Campaign.objects.raw("SELECT * FROM transfers_campaign WHERE id = %s FOR SHARE", [campaign_id])[0]


def hold_campaign_to_file(campaign_id: int) -> Campaign:
    """As `lock_campaign_to_file`, reading only what filing goes by: thousands file in the last hour."""
    [row] = ask(_HOLD_CAMPAIGN, [campaign_id])
    return partly(Campaign, _OF_CAMPAIGN, row)


def lock_campaign(campaign_id: int) -> Campaign:
    """Hold the campaign alone, to open, close, reopen or archive it."""
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


def lock_round(round_id: int) -> Round:
    """Hold one round, before anybody in it."""
    return Round.objects.select_for_update(no_key=True).get(pk=round_id)


def lock_people(ids: Iterable[int]) -> dict[int, Employee]:
    """Hold people by ascending id; the name that Events call them by is read along."""
    people = Employee.objects.filter(pk__in=set(ids)).select_related("pseudonym").order_by("pk")
    people = people.select_for_update(no_key=True, of=("self",))
    return {person.pk: person for person in people}


def lock_person(employee_id: int) -> Employee:
    """Hold one person."""
    return lock_people([employee_id])[employee_id]


def hold_person(employee_id: int) -> Employee:
    """As `lock_person`, reading only where the person stands, for work that goes by the hundred."""
    [(*read, pseudonym_id)] = ask(_HOLD_PERSON, [employee_id])
    person = partly(Employee, _OF_PERSON, read)
    if pseudonym_id is not None:
        person.pseudonym = partly(Pseudonym, ("id", "employee_id"), (pseudonym_id, person.pk))
    return person


def hold_people(ids: Iterable[int]) -> None:
    """As `lock_people`, reading nothing of them: for thousands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM accounts_employee WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [sorted(set(ids))]
        )


def hold_role(role_id: int) -> Role:
    """As `lock_role`, reading only what a move takes from it."""
    [row] = ask(_HOLD_ROLE, [role_id])
    return partly(Role, _OF_ROLE, row)


def lock_roles(ids: Iterable[int]) -> dict[int, Role]:
    """Hold roles by ascending id."""
    roles = Role.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return {role.pk: role for role in roles}


def lock_role(role_id: int) -> Role:
    """Hold one role."""
    return lock_roles([role_id])[role_id]


def hold_units(ids: Iterable[int]) -> None:
    """Hold units by ascending id, reading nothing of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM accounts_unit WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [sorted(set(ids))]
        )
