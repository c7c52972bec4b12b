"""Who qualifies for a role: the engine's gates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Employee
from transfers.matching.eligibility import is_eligible
from transfers.matching.types import RoleFacts, UnitFacts
from transfers.models import Role
from transfers.queries.facts import Surroundings, get_managers, get_person_facts, get_role_facts, get_surroundings
from transfers.queries.units import get_tree


@dataclass(frozen=True, slots=True)
class Door:
    """A role's gates with what people are read against: who passes them is one query for any number of people."""

    role: RoleFacts
    around: Surroundings

    def let_in(self, people: Iterable[Employee]) -> set[int]:
        """Ids of those who work here and qualify."""
        working = [person for person in people if person.is_active]
        return {pk for pk, person in get_person_facts(working, self.around).items() if is_eligible(person, self.role)}


def get_door(role: Role, at: datetime) -> Door:
    """The gates of a role as the rows are now: for permissions."""
    tree, managers = get_tree(), get_managers(at, [role.pk])
    around = get_surroundings(tree, managers.values())
    unit = tree.rows[tree.standing(role.unit_id)]
    # the gates ask nothing of headcounts
    bare = {unit.id: UnitFacts(id=unit.id, approved=0, filled=0, is_at_risk=unit.is_at_risk)}
    return Door(get_role_facts([role], bare, managers, around)[role.pk], around)


def was_opened(role: Role, at: datetime) -> bool:
    """Whether anybody can qualify yet: what qualifies is fixed when a role opens."""
    return role.open_at is not None and role.open_at <= at


def get_eligible(people: Iterable[Employee], role: Role, at: datetime) -> set[int]:
    """Ids of those among `people` who qualify for `role` by its lasting facts.

    Availability is no such fact, so a paused role has people who qualify. One that was never opened has none.
    """
    return get_door(role, at).let_in(people) if was_opened(role, at) else set()
