"""The C reference of the engine, compiled where there is a compiler; nothing of the product uses it."""

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from portal.embedded.place import PROJECT
from transfers.matching.instance import Instance, Ints
from transfers.matching.shortage import band_of, people_short, shortage_bp
from transfers.matching.types import Person, Relocation, RoleFacts, SkillNeed

_SOURCE = Path(__file__).parent / "reference" / "engine.c"
_NEEDS, _SKILLS, _BAND_BP, _NEVER = 8, 256, 500, 1_000
_MOVES = {Relocation.NONE: 0, Relocation.COUNTRY: 1, Relocation.ANYWHERE: 2}
_ROLE = np.dtype(
    [
        (name, np.int64)
        for name in (
            *("families", "level_min", "level_max", "site", "country", "is_remote", "is_trainable", "is_at_risk"),
            *("unit", "above", "manager", "share", "band", "wanted_in", "short_of", "approved", "desires"),
        )
    ]
    + [(name, np.int64, _NEEDS) for name in ("required", "required_level", "desired", "desired_level")]
)
_PERSON = np.dtype(
    [(name, np.int64) for name in ("family", "level", "site", "country", "relocation", "id", "origin", "above")]
    + [("skills", np.int64, _SKILLS)]
)


class Physical:
    """The reference, loaded."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        library.rank.restype = library.score_all.restype = ctypes.c_int64
        library.clear.restype = None

    def clear(self, instance: Instance) -> Ints:
        given = np.empty(instance.people, np.int64)
        counts = ctypes.c_int64(instance.people), ctypes.c_int64(len(instance.seats))
        self._library.clear(*counts, *map(_at, (instance.starts, instance.entries, instance.seats, given)))
        return given

    def rank(self, person: np.ndarray, roles: np.ndarray, found: np.ndarray, sentences: int, text: np.ndarray) -> int:
        number = self._library.rank(
            _at(person), _at(roles), ctypes.c_int64(len(roles)), _at(found), ctypes.c_int64(sentences), _at(text)
        )
        return int(number)

    def score_all(self, people: np.ndarray, roles: np.ndarray) -> int:
        counts = ctypes.c_int64(len(people)), ctypes.c_int64(len(roles))
        return int(self._library.score_all(_at(people), counts[0], _at(roles), counts[1]))


def load() -> Physical | None:
    """The reference, compiled into var/bench/; None where no compiler is found."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    built = PROJECT / "var" / "bench" / "engine.so"
    built.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([compiler, "-O3", "-w", "-shared", "-fPIC", "-o", str(built), str(_SOURCE)], check=True)
    return Physical(ctypes.CDLL(str(built)))


def to_roles(roles: Sequence[RoleFacts], today: date) -> np.ndarray:
    """Roles as the reference takes them. Skills and families count from 0."""
    rows = np.zeros(len(roles), _ROLE)
    for row, role in zip(rows, roles, strict=True):
        share = shortage_bp(role.unit)
        row["families"] = sum(1 << family for family in role.job_families)
        row["level_min"], row["level_max"], row["site"] = role.level_min, role.level_max, role.site_id
        row["country"] = sum(role.country.encode())
        row["is_remote"], row["is_trainable"], row["is_at_risk"] = (
            role.is_remote_allowed,
            role.is_trainable,
            role.unit.is_at_risk,
        )
        row["unit"], row["manager"] = role.unit.id, next(iter(role.managers), 0)
        row["above"] = next(iter(role.unit.within - {role.unit.id}), 0)
        row["share"], row["band"] = share, band_of(share, _BAND_BP)
        row["wanted_in"] = _NEVER if role.wanted_by_on is None else (role.wanted_by_on - today).days
        row["short_of"], row["approved"], row["desires"] = (
            people_short(role.unit),
            role.unit.approved,
            len(role.desired),
        )
        for name, needs in (("required", role.required), ("desired", role.desired)):
            _put(row, name, needs)
    return rows


def to_people(people: Sequence[Person]) -> np.ndarray:
    """People as the reference takes them."""
    rows = np.zeros(len(people), _PERSON)
    for row, person in zip(rows, people, strict=True):
        row["family"], row["level"], row["site"] = person.job_family_id, person.level, person.site_id
        row["country"], row["relocation"] = sum(person.country.encode()), _MOVES[person.relocation]
        row["id"], row["origin"] = person.id, next(iter(person.origin_units), 0)
        row["above"] = next(iter(person.origin_parents), 0)
        for skill, level in person.skills.items():
            row["skills"][skill] = level
    return rows


def _put(row: np.void, name: str, needs: Sequence[SkillNeed]) -> None:
    for place, need in enumerate(needs):
        row[name][place], row[f"{name}_level"][place] = need.skill_id, need.level


def _at(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
