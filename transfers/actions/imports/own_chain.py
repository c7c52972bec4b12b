"""Rows that an admin leaves to another: those that change who stands above them, or above whom they do.

Set-based: who stands where is read twice, before the rows are written and after, and compared with the rows that
move somebody. The operator's commands have no person, and so no chain.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Employee, Unit
from transfers.actions.imports.sheet import Sheet
from transfers.sight.actor import Actor, employee_of
from transfers.sight.chain import chain_of, people_below, units_below, units_of_chain

NEAR = gettext_lazy("This changes your own chain, or one that you are in: ask another admin for this row.")
# a person's id; the ids of the units they are drafted from and to, and of the manager they had before
Drafted = tuple[int, set[int], int | None]


def people_near(by: Actor) -> set[int]:
    """Ids of everybody above or below who runs the import."""
    own = employee_of(by)
    return set(_ids(people_below(own))) | set(_ids(chain_of(own))) if own is not None else set()


def people_who_would_enter(by: Actor, columns: Collection[str]) -> set[int]:
    """Ids of the staged people whom their row, were it applied at once, would put below who runs the import."""
    own = employee_of(by)
    if own is None or not columns:
        return set()
    above = {"unit_id": _ids(units_below(own)), "manager_id": [own.pk, *_ids(people_below(own))]}
    condition = " OR ".join(f"{column} = ANY(%s)" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM staged_person WHERE {condition}", [above[column] for column in columns])  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def units_near(by: Actor) -> set[int]:
    """Ids of the units that who runs the import leads, deputises for or works in, with those under or above."""
    own = employee_of(by)
    return set(_ids(units_below(own))) | set(_ids(units_of_chain(own))) if own is not None else set()


def assignments_near(by: Actor, drafted: Sequence[Drafted]) -> list[int]:
    """Places in `drafted` of those who stand near who runs the import, or would by what the row says."""
    own = employee_of(by)
    if own is None:
        return []
    people, units = people_near(by), set(_ids(units_below(own)))
    leaders = {own.pk, *_ids(people_below(own))}
    return [
        place
        for place, (person_id, unit_ids, manager_id) in enumerate(drafted)
        if person_id in people or units & unit_ids or manager_id in leaders
    ]


def refuse_near(
    sheet: Sheet, ids: Sequence[int], moving: Mapping[int, str], near: set[int], headers: Mapping[str, str]
) -> None:
    """Refuse the rows that move somebody, or a unit, near who runs the import; `headers` names the file's columns."""
    place = {pk: index for index, pk in enumerate(ids)}
    for pk, column in moving.items():
        if pk in near:
            sheet.refuse(place[pk], headers[column], str(NEAR))
    sheet.refuse_if_wrong()


def _ids(rows: QuerySet[Employee] | QuerySet[Unit]) -> list[int]:
    return list(rows.values_list("pk", flat=True))
