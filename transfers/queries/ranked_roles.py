"""Open roles in the order that is one person's, and those that are not listed for them.

Everybody gets theirs alike: what was filed, and whether anything was, is not among the facts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from accounts.models import Employee
from transfers.matching.catalogue import Catalogue
from transfers.matching.eligibility import NEARNESS, Gate, gates
from transfers.matching.ranking import Ranking, rank_roles
from transfers.matching.types import Person
from transfers.queries.facts import get_viewer_facts
from transfers.queries.public_facts import PublicFacts, ShownRole, get_public_facts


@dataclass(frozen=True, slots=True)
class RoleFilter:
    """What a search leaves over. Every word must occur in the title, code, unit, site or skills of a role."""

    words: str = ""
    unit: UUID | None = None
    site: str = ""
    level: int | None = None

    def leaves(self, role: ShownRole, public: PublicFacts) -> bool:
        """Whether the role is left over."""
        if self.unit is not None and public.around.tree.rows[role.unit_id].public_id != self.unit:
            return False
        if self.site and public.site_codes[role.site_id] != self.site:
            return False
        if self.level is not None and not role.level_min <= self.level <= role.level_max:
            return False
        return all(word in role.words for word in self.words.casefold().split())


class UnlistedRole(NamedTuple):
    """A role that is not listed for a person, with every gate that is in the way, nearest first."""

    role_id: int
    missing: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at roles: their facts beside the public ones."""

    person: Person
    public: PublicFacts
    at: datetime


def get_reader(viewer: Employee, at: datetime) -> Reader:
    """Two queries: the public facts' version, and one about the person."""
    public = get_public_facts(at)
    person = get_viewer_facts(viewer, public.around)
    return Reader(person=person, public=public, at=at)


def get_ranked_roles(reader: Reader, left: RoleFilter) -> Ranking:
    """The roles the reader qualifies for, best first, with the rank each has in the whole list."""
    public = reader.public
    ranked = rank(reader, public.catalogue)
    return ranked if left == RoleFilter() else ranked.only(lambda pk: left.leaves(public.shown[pk], public))


def rank(reader: Reader, roles: Catalogue) -> Ranking:
    """Those of `roles` that the reader qualifies for, best first. Days until a role is wanted are UTC's."""
    return rank_roles(reader.person, roles, reader.public.policy, reader.at.date())


def get_unlisted_roles(reader: Reader, left: RoleFilter) -> list[UnlistedRole]:
    """The roles the reader does not qualify for, those with the nearest gate first."""
    public = reader.public
    found = []
    for role_id, facts in public.roles.items():
        if left.leaves(public.shown[role_id], public):
            missing = gates(reader.person, facts)
            if missing:
                found.append(UnlistedRole(role_id, missing))
    found.sort(key=lambda row: (len(row.missing), NEARNESS[row.missing[0].code], row.role_id))
    return found
