"""The demo company's people: heads, teams, and those who were drafted."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from seeds.cast import CAST, CastMember
from seeds.names import handle_of, invent_name
from seeds.tree import COMPANY_CODE, DemoUnit, teams_of
from seeds.vocabulary import DIVISION_SKILLS, DIVISIONS, FAMILY_SKILLS

SITES = {"BER": "DE", "STO": "SE", "DUB": "IE", "LON": "GB", "AUS": "US", "TOR": "CA", "BLR": "IN", "SIN": "SG"}
_SITE_WEIGHTS = (20, 14, 10, 14, 16, 8, 14, 4)
_EUROPEAN_UNION = ("DE", "SE", "IE")
_FAMILIES = {division.code: division.families for division in DIVISIONS} | {
    "AAI": {"PGM": 1, "MLE": 3},
    "": {"PGM": 1},
}
_HEAD_LEVELS = {0: (15, 15), 1: (12, 13), 2: (10, 11), 3: (9, 10)}
_TEAM_LEAD_LEVELS = (7, 8)
_FIRST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One line of the people file. `origin` is the unit a drafted person came from; empty for all others."""

    hr_id: str
    sign_in_name: str
    name: str
    unit: str
    manager: str
    family: str
    level: int
    site: str
    hired_on: date
    right_to_work: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    origin: str = ""
    choice_offered: bool = True
    leave: tuple[date, date] | None = None

    @property
    def email(self) -> str:
        return f"{handle_of(self.name, self.hr_id)}@norrvane.example"


class Population:
    """Hires everybody, top down, so that every manager exists before their reports."""

    def __init__(self, units: list[DemoUnit], sites: Sequence[str], today: date, chance: random.Random) -> None:
        self._units = {unit.code: unit for unit in units}
        self._origins = teams_of(units, task_force=False)
        self._today = today
        self._chance = chance
        self._next = _FIRST_NUMBER
        self._sites = list(sites)
        self._site_weights = [_SITE_WEIGHTS[list(SITES).index(site)] for site in sites]
        self._home_site = {unit.code: self._any_site() for unit in units}
        self._skill_pool = {family: list(skills) for family, skills in FAMILY_SKILLS.items()}
        self.people: list[DemoPerson] = []
        self.leads: dict[str, str] = {}

    def hire_all(self) -> None:
        """Fill every unit: the lead first, then the cast, then whoever is still missing."""
        for unit in self._units.values():
            if unit.is_pool:
                continue
            cast = [member for member in CAST if member.unit == unit.code]
            lead = next((member for member in cast if member.leads), None)
            above = self.leads.get(unit.parent, "")
            first = self._cast(lead, above) if lead is not None else self._anybody(unit, above, leads=True)
            self.leads[unit.code] = first.hr_id
            others = [self._cast(member, first.hr_id) for member in cast if not member.leads]
            for _ in range(unit.members - 1 - len(others)):
                self._anybody(unit, first.hr_id, leads=False)

    def _cast(self, member: CastMember, manager: str) -> DemoPerson:
        leave = (self._today - timedelta(days=20), self._today + timedelta(days=24)) if member.on_leave else None
        person = DemoPerson(
            hr_id=member.hr_id,
            sign_in_name=member.sign_in_name,
            name=member.name,
            unit=member.unit,
            manager=manager,
            family=member.family,
            level=member.level,
            site=member.site,
            hired_on=self._today - timedelta(days=1_500 + 37 * int(member.hr_id[1:])),
            right_to_work=member.right_to_work or self._right_to_work(member.site),
            skills=member.skills,
            origin=member.origin,
            choice_offered=member.choice_offered,
            leave=leave,
        )
        self.people.append(person)
        return person

    def _anybody(self, unit: DemoUnit, manager: str, *, leads: bool) -> DemoPerson:
        chance = self._chance
        is_team = unit.depth == (4 if unit.is_task_force else 3)
        is_drafted = unit.is_task_force and is_team
        origin = chance.choice(self._origins) if is_drafted else None
        home = origin or unit
        families = _FAMILIES[home.division]
        family = chance.choices(list(families), list(families.values()))[0]
        if not leads:
            level = chance.choices((2, 3, 4, 5, 6, 7), (8, 22, 28, 24, 13, 5))[0]
        else:
            level = chance.randint(*(_TEAM_LEAD_LEVELS if is_team else _HEAD_LEVELS[unit.depth]))
        site = self._home_site[home.code] if chance.random() < 0.7 else self._any_site()
        hr_id = f"P{self._next:05}"
        self._next += 1
        leave = None
        if unit.code != COMPANY_CODE and chance.random() < 0.012:
            since = self._today - timedelta(days=chance.randrange(5, 120))
            leave = (since, self._today + timedelta(days=chance.randrange(3, 150)))
        person = DemoPerson(
            hr_id=hr_id,
            sign_in_name=hr_id.casefold(),
            name=invent_name(chance),
            unit=unit.code,
            manager=manager,
            family=family,
            level=level,
            site=site,
            hired_on=self._today - timedelta(days=chance.randrange(120, 5_500)),
            right_to_work=self._right_to_work(site),
            skills=self._skills(family, home.division, level),
            origin=origin.code if origin is not None else "",
            choice_offered=not is_drafted or chance.random() >= 0.01,
            leave=leave,
        )
        self.people.append(person)
        return person

    def _any_site(self) -> str:
        return self._chance.choices(self._sites, self._site_weights)[0]

    def _right_to_work(self, site: str) -> tuple[str, ...]:
        country = SITES[site]
        also = _EUROPEAN_UNION if country in _EUROPEAN_UNION and self._chance.random() < 0.7 else ()
        extra = (self._chance.choice(list(SITES.values())),) if self._chance.random() < 0.1 else ()
        return tuple(dict.fromkeys((country, *also, *extra)))

    def _skills(self, family: str, division: str, level: int) -> tuple[tuple[str, int], ...]:
        chance = self._chance
        pool = self._skill_pool[family]
        known = chance.sample(pool, min(len(pool), chance.randint(3, 6)))
        special = DIVISION_SKILLS.get(division)
        if special is not None and special not in known and chance.random() < 0.4:
            known.append(special)
        middle = 1 + min(level, 8) / 2
        return tuple((skill, max(1, min(5, round(chance.gauss(middle, 0.9))))) for skill in known)
