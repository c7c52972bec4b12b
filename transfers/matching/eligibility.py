"""Gates: the lasting facts that a person must meet for a role. Eligible means well qualified.

Availability (open, paused, free seats, clearance) is no gate: it is shown beside and removes nothing.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from transfers.matching.types import Person, Relocation, RoleFacts


class GateCode(StrEnum):
    """Why a role is not listed, nearest first: from what a person can change to what nobody can."""

    LOCATION = "location"
    SKILL = "skill"
    LEVEL = "level"
    RIGHT_TO_WORK = "right_to_work"
    JOB_FAMILY = "job_family"
    UNIT_AT_RISK = "unit_at_risk"
    ASSIGNED_UNIT = "assigned_unit"
    OWN_ROLE = "own_role"
    REPORTS_ROLE = "reports_role"
    FINDING = "finding"


NEARNESS = {code: place for place, code in enumerate(GateCode)}


class Gate(NamedTuple):
    """One gate that is not passed; `params` are ids, levels and countries for its sentence."""

    code: GateCode
    params: dict[str, int | str]


class Place(StrEnum):
    """How a person could hold a role where it is, best first."""

    SAME_SITE = "same_site"
    REMOTE = "remote"
    COUNTRY = "country"
    ABROAD = "abroad"


def best_place(person: Person, role: RoleFacts) -> Place | None:
    """Return the best way in which the role's location is possible, or None."""
    if role.site_id == person.site_id:
        return Place.SAME_SITE
    if role.is_remote_allowed:
        return Place.REMOTE
    if role.country == person.country:
        return None if person.relocation is Relocation.NONE else Place.COUNTRY
    return Place.ABROAD if person.relocation is Relocation.ANYWHERE else None


def gates(person: Person, role: RoleFacts) -> tuple[Gate, ...]:
    """Return every gate the person does not pass for the role, nearest first; empty means eligible."""
    return tuple(sorted(_failed(person, role), key=_distance))


def is_eligible(person: Person, role: RoleFacts) -> bool:
    """Tell whether the person passes every gate of the role."""
    return next(_failed(person, role), None) is None


def nearest_missing_gate(missing: Iterable[Gate]) -> Gate | None:
    """Return the gate that takes least to pass, or None when there is none."""
    return min(missing, key=_distance, default=None)


def is_lower_level(person: Person, role: RoleFacts) -> bool:
    """Tell whether the whole band lies below the person's level: allowed, and flagged."""
    return role.level_max < person.level


def needs_training(person: Person, role: RoleFacts) -> bool:
    """Tell whether the person is listed only because missing skills may be learnt in the role, with a trial."""
    held = person.skills
    return role.is_trainable and any(held.get(need.skill_id, 0) < need.level for need in role.required)


def _failed(person: Person, role: RoleFacts) -> Iterator[Gate]:
    if person.job_family_id not in role.job_families:
        params: dict[str, int | str] = {"person": person.job_family_id, "role": role.job_family_id}
        yield Gate(GateCode.JOB_FAMILY, params)
    if person.level < role.level_min:
        yield Gate(GateCode.LEVEL, {"person": person.level, "role": role.level_min})
    if not role.is_trainable:
        for need in role.required:
            held = person.skills.get(need.skill_id, 0)
            if held < need.level:
                yield Gate(GateCode.SKILL, {"skill": need.skill_id, "held": held, "wanted": need.level})
    if best_place(person, role) is None:
        yield Gate(GateCode.LOCATION, {"site": role.site_id, "country": role.country})
    if role.country not in person.right_to_work:
        yield Gate(GateCode.RIGHT_TO_WORK, {"country": role.country})
    if role.unit.is_at_risk:
        yield Gate(GateCode.UNIT_AT_RISK, {"unit": role.unit.id})
    if role.unit.id in person.barred_units:
        yield Gate(GateCode.ASSIGNED_UNIT, {"unit": role.unit.id})
    if person.id in role.managers:
        yield Gate(GateCode.OWN_ROLE, {})
    if not role.managers.isdisjoint(person.reports):
        yield Gate(GateCode.REPORTS_ROLE, {})
    if role.id in person.findings:
        yield Gate(GateCode.FINDING, {})


def _distance(gate: Gate) -> tuple[int, int, int]:
    """Order by kind, then by levels of skill still missing, then by skill: total, so input order never shows."""
    params = gate.params
    if gate.code is not GateCode.SKILL:
        return NEARNESS[gate.code], 0, 0
    return NEARNESS[gate.code], int(params["wanted"]) - int(params["held"]), int(params["skill"])
