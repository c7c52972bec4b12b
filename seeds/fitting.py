"""Which open roles the people of the demo qualify for, by the engine's own gates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from accounts.models import Employee
from transfers.matching.eligibility import is_eligible
from transfers.matching.types import Relocation, UnitFacts
from transfers.models import Role
from transfers.queries.facts import get_managers, get_person_facts, get_role_facts, get_surroundings
from transfers.queries.units import get_tree
from transfers.states import RoleStatus


def find_fitting_roles(
    people: Sequence[Employee], relocations: Mapping[int, str], at: datetime
) -> dict[int, list[Role]]:
    """Open roles by person's id, as if each had said already how far they would move; never one of the own unit."""
    roles = list(Role.objects.filter(status=RoleStatus.OPEN, unit__is_at_risk=False).order_by("pk"))
    tree, managers = get_tree(), get_managers(at)
    around = get_surroundings(tree, managers.values())
    units = {pk: UnitFacts(id=pk, approved=0, filled=0, is_at_risk=row.is_at_risk) for pk, row in tree.rows.items()}
    facts = get_role_facts(roles, units, managers, around)
    fitting: dict[int, list[Role]] = {}
    for pk, person in get_person_facts(people, around).items():
        mobile = replace(person, relocation=Relocation(relocations[pk]))
        # the lead of the unit somebody came from stands in their chain and learns nothing of them
        fitting[pk] = [
            role for role in roles if role.unit_id not in person.origin_units and is_eligible(mobile, facts[role.pk])
        ]
    return fitting
