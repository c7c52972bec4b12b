"""Who qualifies for a role: the engine's gates."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Employee
from transfers.matching.eligibility import is_eligible
from transfers.matching.types import RoleFacts, UnitFacts
from transfers.models import Role
from transfers.queries.facts import Surroundings, get_managers, get_person_facts, get_role_facts, get_surroundings
from transfers.queries.units import get_tree


def get_eligible(people: Iterable[Employee], role: Role, at: datetime) -> set[int]:
    """Ids of those among `people` who qualify for `role` by its lasting facts, as the rows are now: for permissions.

    Availability is no such fact, so a paused role has people who qualify. One that was never opened has none: what
    qualifies is fixed when a role opens.
    """
    if role.open_at is None or role.open_at > at:
        return set()
    tree, managers = get_tree(), get_managers(at, [role.pk])
    around = get_surroundings(tree, managers.values())
    unit = tree.rows[tree.standing(role.unit_id)]
    # the gates ask nothing of headcounts
    bare = {unit.id: UnitFacts(id=unit.id, approved=0, filled=0, is_at_risk=unit.is_at_risk)}
    return _passing(people, get_role_facts([role], bare, managers, around)[role.pk], around)


def _passing(people: Iterable[Employee], role: RoleFacts, around: Surroundings) -> set[int]:
    working = [person for person in people if person.is_active]
    return {pk for pk, person in get_person_facts(working, around).items() if is_eligible(person, role)}
