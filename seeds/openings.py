"""The roles the demo company seeks people for."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from seeds.people import DemoPerson
from seeds.tree import DemoUnit, Size, share_out
from seeds.vocabulary import DIVISION_SKILLS, DIVISIONS, FAMILY_SKILLS, title_of

_FAMILIES = {division.code: division.families for division in DIVISIONS}
ASK_HR = "ask your HR partner"


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One line of the roles file. Skills are (code, level asked)."""

    code: str
    title: str
    unit: str
    family: str
    level_min: int
    level_max: int
    site: str
    seats: int
    manager: str
    required: tuple[tuple[str, int], ...]
    desired: tuple[tuple[str, int], ...]
    is_remote_allowed: bool = False
    is_trainable: bool = False
    wanted_by: date | None = None
    summary: str = ""
    terms: dict[str, str] = field(default_factory=dict)


def open_roles(
    units: list[DemoUnit],
    size: Size,
    people: list[DemoPerson],
    leads: dict[str, str],
    today: date,
    chance: random.Random,
) -> list[DemoRole]:
    """As many roles as `size` says, spread over the units that have seats."""
    short = [unit for unit in units if unit.seats]
    lead_site = {person.hr_id: person.site for person in people}
    counts = share_out(size.roles, [float(unit.seats) for unit in short], least=1)
    roles = []
    for unit, wanted in zip(short, counts, strict=True):
        lead, count = leads[unit.code], min(wanted, unit.seats)
        shares = share_out(unit.seats, [chance.random() + 0.2 for _ in range(count)], least=1)
        for number, seats in enumerate(shares, 1):
            role = _for_the_cast(unit, number, max(seats, SEATS_FOR_THE_CAST), lead, today)
            if role is None:
                role = _role(unit, number, seats, lead, _site(lead_site[lead], size, chance), today, chance)
            unit.seats += role.seats - seats
            roles.append(role)
    return roles


def _role(
    unit: DemoUnit, number: int, seats: int, lead: str, site: str, today: date, chance: random.Random
) -> DemoRole:
    families = _FAMILIES[unit.division]
    family = chance.choices(list(families), list(families.values()))[0]
    level = chance.choices((2, 3, 4, 5, 6, 7), (6, 20, 28, 26, 14, 6))[0]
    pool = list(FAMILY_SKILLS[family])
    asked = chance.sample(pool, min(len(pool), chance.randint(4, 6)))
    required_count = chance.choices((1, 2), (7, 3))[0]
    desired = asked[required_count:]
    if chance.random() < 0.3 and DIVISION_SKILLS[unit.division] not in asked:
        desired.append(DIVISION_SKILLS[unit.division])
    role = DemoRole(
        code=f"{unit.code}-R{number:02}",
        title=title_of(family, level),
        unit=unit.code,
        family=family,
        level_min=level,
        level_max=level + chance.choice((0, 1, 1, 2)),
        site=site,
        seats=seats,
        manager=lead,
        required=tuple((skill, chance.choice((2, 2, 3))) for skill in asked[:required_count]),
        desired=tuple((skill, chance.choice((2, 3, 3, 4))) for skill in desired),
        is_remote_allowed=chance.random() < 0.35,
        is_trainable=chance.random() < 0.15,
        wanted_by=today + timedelta(days=chance.randrange(10, 240)) if chance.random() < 0.8 else None,
        summary=f"{unit.name} looks for {'one person' if seats == 1 else f'{seats} people'} for its daily work.",
    )
    return replace(role, terms=_terms(chance, is_remote_allowed=role.is_remote_allowed))


def _site(home: str, size: Size, chance: random.Random) -> str:
    return home if chance.random() < 0.75 else chance.choice(size.sites)


def _terms(chance: random.Random, *, is_remote_allowed: bool) -> dict[str, str]:
    at_a_distance = ("Two days a week at the site", "Three days a week at the site", "Remote within the country")
    location = chance.choice(at_a_distance) if is_remote_allowed else "At the site"
    on_call = ("One week in six, paid per shift", "None", ASK_HR, "no change")
    return {
        "pay": chance.choice(("no change", "no change", "no change", ASK_HR)),
        "level": "no change",
        "location": location,
        "review": chance.choice(("no change", "Written by the new manager from the start", ASK_HR)),
        "on_call": chance.choice(on_call),
        "start": "Within four weeks of accepting",
        "return_right": "Back to the origin unit during the trial",
    }


# several of the cast may be claimed for one role, and whoever walks through the demo as well
SEATS_FOR_THE_CAST = 3
# Roles that the stories of the cast need, whatever chance gives the others: unit, number, family, levels, site,
# required and desired skills.
_FOR_THE_CAST = (
    (
        *("PAY-1-1", 1, "SWE", (4, 6), "BER", (("python", 3),)),
        (("distributed-systems", 4), ("postgresql", 3), ("observability", 3), ("go", 3), ("payments", 2)),
    ),
    (
        *("PAY-1-1", 2, "SRE", (5, 7), "LON", (("linux", 3),)),
        (("kubernetes", 3), ("observability", 4), ("incident-response", 4), ("payments", 2)),
    ),
    (
        *("MED-1-1", 1, "SRE", (5, 7), "LON", (("linux", 3), ("incident-response", 3))),
        (("kubernetes", 4), ("capacity-planning", 3), ("video-encoding", 2)),
    ),
    ("MED-1-1", 2, "SWE", (4, 6), "BER", (("python", 3),), (("event-streaming", 3), ("http-apis", 3))),
    ("CLD-1-1", 1, "SWE", (5, 7), "BLR", (("python", 3),), (("go", 3), ("distributed-systems", 4))),
)


def _for_the_cast(unit: DemoUnit, number: int, seats: int, lead: str, today: date) -> DemoRole | None:
    for code, its_number, family, (level_min, level_max), site, required, desired in _FOR_THE_CAST:
        if (code, its_number) == (unit.code, number):
            return DemoRole(
                code=f"{code}-R{number:02}",
                title=title_of(family, level_min),
                unit=code,
                family=family,
                level_min=level_min,
                level_max=level_max,
                site=site,
                seats=seats,
                manager=lead,
                required=required,
                desired=desired,
                is_remote_allowed=True,
                wanted_by=today + timedelta(days=45),
                summary=f"{unit.name} keeps its service running day and night and is short of people.",
                terms=dict.fromkeys(("pay", "level", "review"), "no change")
                | {"location": "The site, or remote within the country", "start": "Within four weeks of accepting"}
                | {"on_call": "One week in six, paid per shift", "return_right": "Back to the origin unit in trial"},
            )
    return None


CAST_ROLES = tuple(f"{unit}-R{number:02}" for unit, number, *_rest in _FOR_THE_CAST)
