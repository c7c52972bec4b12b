"""The demo company's units, and how many people each of them has and wants."""

import random
from dataclasses import dataclass

from seeds.vocabulary import (
    DIVISIONS,
    TASK_FORCE_CODE,
    TASK_FORCE_GROUPS,
    TASK_FORCE_LABS,
    TASK_FORCE_NAME,
    TASK_FORCE_TEAMS,
    Division,
)

COMPANY_CODE, COMPANY_NAME = "NVR", "Norrvane"
POOL_CODE, POOL_NAME = "POOL", "Between roles"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demo company is. `levels` are divisions' departments and teams, and the task force's labs."""

    name: str
    divisions: tuple[str, ...]
    departments: int
    teams: int
    groups: int
    labs: int
    lab_teams: int
    people: int
    drafted: int
    short_units: int
    roles: int
    seats: int
    sites: tuple[str, ...] = ("BER", "STO", "DUB", "LON", "AUS", "TOR", "BLR", "SIN")


SIZES = {
    "full": Size("full", tuple(d.code for d in DIVISIONS), 5, 5, 8, 6, 4, 12_000, 7_000, 150, 2_000, 4_000),
    "small": Size("small", ("PAY", "CLD", "MED", "ORG"), 2, 2, 2, 2, 2, 300, 150, 12, 60, 120, ("BER", "STO", "DUB")),
}


@dataclass(slots=True)
class DemoUnit:
    """A unit with its members to be (the lead among them) and its open seats. `depth`: 0 is the company."""

    code: str
    name: str
    parent: str
    depth: int
    division: str
    members: int = 1
    seats: int = 0
    spare: int = 0  # approved places that nobody is sought for; negative: more people than approved
    is_at_risk: bool = False
    is_pool: bool = False

    @property
    def is_task_force(self) -> bool:
        return self.division == TASK_FORCE_CODE

    @property
    def approved(self) -> int:
        return 0 if self.is_pool else max(0, self.members + self.seats + self.spare)


def build_tree(size: Size, chance: random.Random) -> list[DemoUnit]:
    """Units, parents before children, with members and seats given out."""
    units = [DemoUnit(COMPANY_CODE, COMPANY_NAME, "", 0, "")]
    units.append(DemoUnit(POOL_CODE, POOL_NAME, COMPANY_CODE, 1, "", members=0, is_pool=True))
    for division in DIVISIONS:
        if division.code in size.divisions:
            units += _division(division, size)
    units += _task_force(size)
    _give_members(units, size, chance)
    _give_seats(units, size, chance)
    return units


def _division(division: Division, size: Size) -> list[DemoUnit]:
    code = division.code
    units = [DemoUnit(code, division.name, COMPANY_CODE, 1, code)]
    for d, department in enumerate(division.departments[: size.departments], 1):
        units.append(DemoUnit(f"{code}-{d}", department, code, 2, code))
        for t, team in enumerate(division.teams[: size.teams], 1):
            units.append(DemoUnit(f"{code}-{d}-{t}", f"{department} {team}", f"{code}-{d}", 3, code))
    return units


def _task_force(size: Size) -> list[DemoUnit]:
    code = TASK_FORCE_CODE
    units = [DemoUnit(code, TASK_FORCE_NAME, COMPANY_CODE, 1, code)]
    for g, group in enumerate(TASK_FORCE_GROUPS[: size.groups], 1):
        units.append(DemoUnit(f"{code}-{g}", f"{TASK_FORCE_NAME} {group}", code, 2, code))
        for la, lab in enumerate(TASK_FORCE_LABS[: size.labs], 1):
            units.append(DemoUnit(f"{code}-{g}-{la}", f"{group} {lab}", f"{code}-{g}", 3, code))
            for t, team in enumerate(TASK_FORCE_TEAMS[: size.lab_teams], 1):
                units.append(DemoUnit(f"{code}-{g}-{la}-{t}", f"{group} {lab} {team}", f"{code}-{g}-{la}", 4, code))
    return units


def teams_of(units: list[DemoUnit], *, task_force: bool) -> list[DemoUnit]:
    """The units that have no units below: those of the task force, or all others."""
    depth = 4 if task_force else 3
    return [unit for unit in units if unit.depth == depth and unit.is_task_force == task_force]


def share_out(total: int, weights: list[float], *, least: int) -> list[int]:
    """`total` split in proportion to `weights`, each part at least `least`; the parts sum to `total`."""
    free = total - least * len(weights)
    scale = free / sum(weights)
    parts = [least + int(weight * scale) for weight in weights]
    for i in range(total - sum(parts)):
        parts[i % len(parts)] += 1
    return parts


def _give_members(units: list[DemoUnit], size: Size, chance: random.Random) -> None:
    drafted = teams_of(units, task_force=True)
    others = teams_of(units, task_force=False)
    heads = sum(unit.members for unit in units) - len(drafted) - len(others)
    remaining = size.people - size.drafted - heads
    for teams, total in ((drafted, size.drafted), (others, remaining)):
        weights = [chance.uniform(0.6, 1.4) for _ in teams]
        for unit, members in zip(teams, share_out(total, weights, least=4), strict=True):
            unit.members = members


def _give_seats(units: list[DemoUnit], size: Size, chance: random.Random) -> None:
    """Open seats go to some teams, from a few to more than there are people; the rest are full or over-full."""
    teams = teams_of(units, task_force=False)
    fixed = [unit for unit in teams if unit.code in ("PAY-1-1", "MED-1-1", "CLD-1-1")]
    rest = [unit for unit in teams if unit not in fixed]
    short = fixed + chance.sample(rest, size.short_units - len(fixed))
    # some units miss one person in twenty, some more than they have
    weights = [2.0 if unit in fixed else 0.15 + 6 * chance.random() ** 2 for unit in short]
    for unit, seats in zip(short, share_out(size.seats, weights, least=2), strict=True):
        unit.seats = seats
    for unit in units:
        if unit in rest and unit not in short:
            unit.spare = chance.choice((-2, -1, 0, 0, 0, 1))
    for unit in chance.sample(rest, max(1, len(rest) // 60)):
        unit.is_at_risk = True
