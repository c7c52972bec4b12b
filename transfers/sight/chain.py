"""A person's chain: everybody above them, from the draft until the campaign is archived. Computed at each request.

The chain of a person holds all managers, unit leads and their delegates upward from the current, the assigned and
the origin unit. Every decision is made from above: `people_below(viewer)` is everybody in whose chain the viewer is.
`chain_of(person)` is the same seen from below, for one person's own page; a test compares the two for everybody.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Employee, Unit

# leaders: the viewer and everybody who reports to them, directly or not: who manages a unit's lead is above that unit
# units:   what a leader leads or the viewer deputises for, and everything under it
# PostgreSQL takes a recursion for far more rows than the few dozen that most managers have below them, and would read
# whole tables for them: OFFSET 0 and the arrays have each step looked up by its index.
_UNITS_BELOW = """
WITH RECURSIVE leaders AS (
    SELECT {viewer}::bigint AS id
    UNION
    SELECT report.id
    FROM leaders CROSS JOIN LATERAL (SELECT id FROM accounts_employee WHERE manager_id = leaders.id OFFSET 0) report
), units AS (
    SELECT id FROM accounts_unit WHERE lead_id = ANY(ARRAY(SELECT id FROM leaders))
    UNION
    SELECT unit_id FROM accounts_unit_delegates WHERE employee_id = {viewer}
    UNION
    SELECT unit.id
    FROM units CROSS JOIN LATERAL (SELECT id FROM accounts_unit WHERE parent_id = units.id OFFSET 0) unit
)
"""
_PEOPLE_BELOW = f"""SELECT unnest(ARRAY({_UNITS_BELOW}
SELECT id FROM leaders
UNION
SELECT employee.id FROM accounts_employee employee WHERE employee.unit_id = ANY(ARRAY(SELECT id FROM units))
UNION
SELECT assignment.employee_id
FROM transfers_assignment assignment
JOIN transfers_campaign campaign ON campaign.id = assignment.campaign_id AND campaign.status <> 'archived'
WHERE assignment.origin_unit_id = ANY(ARRAY(SELECT id FROM units))
   OR assignment.assigned_unit_id = ANY(ARRAY(SELECT id FROM units))
   OR assignment.origin_manager_id = ANY(ARRAY(SELECT id FROM leaders))
))"""  # noqa: S608  (fixed text)


def people_below(viewer: Employee) -> QuerySet[Employee]:
    """Everybody in whose chain `viewer` is. Nobody stands in their own chain."""
    return Employee.objects.filter(pk__in=ids_below(viewer)).exclude(pk=viewer.pk)


def ids_below(viewer: Employee) -> RawSQL:
    """The ids of the same and of `viewer`, for a condition that leaves the viewer out by itself."""
    return _below("%s", (viewer.pk,))


def people_below_found(ids: QuerySet[Any, Any]) -> QuerySet[Employee]:
    """As `people_below`, for the one viewer whose id the query `ids` finds; nobody where it finds none."""
    text, parameters = ids.query.sql_with_params()
    return Employee.objects.filter(pk__in=_below(f"({text})", parameters)).exclude(pk__in=ids)


def _below(viewer: str, parameters: tuple[Any, ...]) -> RawSQL:
    return RawSQL(_PEOPLE_BELOW.format(viewer=viewer), parameters * 2)  # noqa: S611  (fixed text, bound parameters)


def units_below(viewer: Employee) -> QuerySet[Unit]:
    """Every unit through which its people have `viewer` in their chain: led, deputised for, or under such a one."""
    below = RawSQL(f"{_UNITS_BELOW.format(viewer='%s')} SELECT id FROM units", [viewer.pk] * 2)  # noqa: S608, S611
    return Unit.objects.filter(pk__in=below)


def is_in_chain_of(viewer: Employee, person: Employee) -> bool:
    """Whether `viewer` stands in the chain of `person`."""
    return people_below(viewer).filter(pk=person.pk).exists()


# units: the person's own, those of their live assignments, and every unit above them
# above: who manages the person or did before the draft, who leads such a unit, and everybody who manages those
_UNITS_OF_CHAIN = """
WITH RECURSIVE drafted AS (
    SELECT assignment.origin_unit_id, assignment.assigned_unit_id, assignment.origin_manager_id
    FROM transfers_assignment assignment
    JOIN transfers_campaign campaign ON campaign.id = assignment.campaign_id AND campaign.status <> 'archived'
    WHERE assignment.employee_id = %s
), units AS (
    SELECT unit_id AS id FROM accounts_employee WHERE id = %s
    UNION
    SELECT origin_unit_id FROM drafted
    UNION
    SELECT assigned_unit_id FROM drafted
    UNION
    SELECT unit.parent_id
    FROM units CROSS JOIN LATERAL (SELECT parent_id FROM accounts_unit WHERE id = units.id OFFSET 0) unit
    WHERE unit.parent_id IS NOT NULL
)
"""
_CHAIN = f"""SELECT unnest(ARRAY({_UNITS_OF_CHAIN}
, above AS (
    SELECT manager_id AS id FROM accounts_employee WHERE id = %s AND manager_id IS NOT NULL
    UNION
    SELECT origin_manager_id FROM drafted WHERE origin_manager_id IS NOT NULL
    UNION
    SELECT lead_id FROM accounts_unit WHERE id = ANY(ARRAY(SELECT id FROM units)) AND lead_id IS NOT NULL
    UNION
    SELECT boss.manager_id
    FROM above CROSS JOIN LATERAL (SELECT manager_id FROM accounts_employee WHERE id = above.id OFFSET 0) boss
    WHERE boss.manager_id IS NOT NULL
)
SELECT id FROM above
UNION
SELECT employee_id FROM accounts_unit_delegates WHERE unit_id = ANY(ARRAY(SELECT id FROM units))
))"""  # noqa: S608  (fixed text)


def chain_of(person: Employee) -> QuerySet[Employee]:
    """Everybody who stands in the chain of `person`."""
    ids = RawSQL(_CHAIN, [person.pk, person.pk, person.pk])  # noqa: S611  (fixed text, bound parameters)
    return Employee.objects.filter(pk__in=ids).exclude(pk=person.pk)


def units_of_chain(person: Employee) -> QuerySet[Unit]:
    """The units whose leads and delegates stand in the chain of `person`: own, drafted from and to, and above."""
    ids = RawSQL(f"{_UNITS_OF_CHAIN} SELECT id FROM units", [person.pk, person.pk])  # noqa: S608, S611
    return Unit.objects.filter(pk__in=ids)
