"""Which roles in preparation can open now, unit by unit, and what the others lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from transfers.models import Role, RoleSkill
from transfers.states import RoleStatus

# beyond this many a list is no longer read; the rest is counted
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class NotReady:
    """A role in preparation that cannot open, and why."""

    role: Role
    lacks: str


@dataclass(frozen=True, slots=True)
class ReadyUnit:
    """A unit and how many of its roles in preparation can open."""

    unit_id: int
    name: str
    ready: int


@dataclass(frozen=True, slots=True)
class Openings:
    """Every role in preparation: how many are ready in which unit, and the first of those that are not."""

    units: list[ReadyUnit]
    ready: int
    named: list[NotReady]
    unnamed: int


def get_lack(role: Role) -> str:
    """Why the role cannot open now, in a sentence; nothing where it can."""
    return _lack(role, names_a_skill=role.role_skills.filter(is_required=True).exists())


def get_ready(roles: QuerySet[Role]) -> list[Role]:
    """Those of `roles` that can open for the first time."""
    preparing = roles.filter(status=RoleStatus.PREPARING).select_related("unit", "site")
    named = preparing.annotate(names_a_skill=_names_a_skill())
    return [role for role in named if not _lack(role, names_a_skill=role.names_a_skill)]


def get_openings() -> Openings:
    """What HR reads before it opens many roles at once."""
    units: dict[int, ReadyUnit] = {}
    not_ready: list[NotReady] = []
    preparing = Role.objects.filter(status=RoleStatus.PREPARING).select_related("unit").order_by("unit_id", "code")
    for role in preparing.annotate(names_a_skill=_names_a_skill()):
        lacks = _lack(role, names_a_skill=role.names_a_skill)
        if lacks:
            not_ready.append(NotReady(role, lacks))
        else:
            before = units[role.unit_id].ready if role.unit_id in units else 0
            units[role.unit_id] = ReadyUnit(role.unit_id, role.unit.name, before + 1)
    return Openings(
        units=sorted(units.values(), key=lambda unit: unit.name),
        ready=sum(unit.ready for unit in units.values()),
        named=not_ready[:MOST_NAMED],
        unnamed=max(0, len(not_ready) - MOST_NAMED),
    )


def get_lacking(codes: Sequence[str]) -> list[str]:
    """A sentence for each of `codes` that is no role that can open now."""
    roles = Role.objects.filter(code__in=codes).select_related("unit").annotate(names_a_skill=_names_a_skill())
    found = {role.code: role for role in roles}
    said = []
    for code in codes:
        role = found.get(code)
        if role is None:
            lacks = _("No role has this code.")
        elif role.status != RoleStatus.PREPARING:
            lacks = _("It is not in preparation any more.")
        else:
            lacks = _lack(role, names_a_skill=role.names_a_skill)
        if lacks:
            said.append(f"{code}: {lacks}")
    return said


def _names_a_skill() -> Exists:
    return Exists(RoleSkill.objects.filter(role=OuterRef("pk"), is_required=True))


def _lack(role: Role, *, names_a_skill: bool) -> str:
    if not names_a_skill:
        return _("It names no required skill. That decides who qualifies, and is fixed once the role opens.")
    return _("Its unit is marked as at risk, so no role opens in it.") if role.unit.is_at_risk else ""
