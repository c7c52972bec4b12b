"""The whole demo company, deterministic by seed and day, written as the files that the importer reads."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from seeds.openings import DemoRole, open_roles
from seeds.people import DemoPerson, Population
from seeds.tree import SIZES, DemoUnit, build_tree

SEED = 20_260
CAMPAIGN_CODE = "applied-ai"
DRAFTED_DAYS_AGO = 65
NOT_OFFERED = "A fixed-term contract in this unit that was signed before the reassignment"
# people who left, before the reassignment and since, in a company of a hundred; their last day known to the files
LEFT_BEFORE, LEFT_SINCE, LEFT_LAST = 4, 2, 8
ON_CALL_FROM_LEVEL = 5

DATA = Path(__file__).parent / "data"
# in the order in which they are loaded
FILES = ("sites", "skills", "families", "units", "people", "leads", "roles", "assignments", "leavers")

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Company:
    """Everything the demo loads, before it is loaded."""

    today: date
    units: list[DemoUnit]
    people: list[DemoPerson]
    leads: dict[str, str]
    roles: list[DemoRole]


def make_company(size: str, today: date, seed: int = SEED) -> Company:
    """The company of this size as it stands on `today`; the same arguments give the same company."""
    chance = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    units = build_tree(SIZES[size], chance)
    population = Population(units, SIZES[size].sites, today, chance)
    population.hire_all()
    roles = open_roles(units, SIZES[size], population.people, population.leads, today, chance)
    return Company(today, units, population.people, population.leads, roles)


def write_files(company: Company, folder: Path) -> dict[str, Path]:
    """Write one CSV a kind into `folder` and return their paths by kind."""
    writers = {
        "units": _unit_rows(company),
        "people": _person_rows(company),
        "leads": _lead_rows(company),
        "roles": _role_rows(company),
        "assignments": _assignment_rows(company),
        "leavers": _leaver_rows(company),
    }
    paths = {}
    for kind in FILES:
        paths[kind] = folder / f"{kind}.csv"
        if kind in writers:
            with paths[kind].open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(writers[kind])
        else:
            paths[kind].write_bytes((DATA / f"{kind}.csv").read_bytes())
    return paths


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _pairs(skills: Iterable[tuple[str, int]]) -> str:
    return "|".join(f"{code}:{level}" for code, level in skills)


def _unit_rows(company: Company) -> Iterator[Row]:
    yield "code", "name", "parent_code", "approved_headcount", "at_risk", "pool"
    for unit in company.units:
        yield unit.code, unit.name, unit.parent, unit.approved, _yes(unit.is_at_risk), _yes(unit.is_pool)


def _lead_rows(company: Company) -> Iterator[Row]:
    yield "code", "lead_hr_id"
    yield from company.leads.items()


def _person_rows(company: Company) -> Iterator[Row]:
    yield (
        *("hr_id", "sign_in_name", "name", "email", "unit_code", "manager_hr_id", "job_family", "level", "site"),
        *("hired_on", "right_to_work", "on_leave_from", "on_leave_until", "skills"),
    )
    for person in company.people:
        leave = person.leave or ("", "")
        yield (
            *(person.hr_id, person.sign_in_name, person.name, person.email, person.unit, person.manager),
            *(person.family, person.level, person.site, person.hired_on, "|".join(person.right_to_work)),
            *(leave[0], leave[1], _pairs(person.skills)),
        )


def _role_rows(company: Company) -> Iterator[Row]:
    topics = ("pay", "level", "location", "review", "on_call", "start", "return_right")
    yield (
        *("code", "title", "unit_code", "job_family", "level_min", "level_max", "site", "remote_allowed"),
        *("trainable", "seats", "wanted_by", "summary", "required_skills", "desired_skills", "manager_hr_id"),
        *(f"terms_{topic}" for topic in topics),
    )
    for role in company.roles:
        yield (
            *(role.code, role.title, role.unit, role.family, role.level_min, role.level_max, role.site),
            *(_yes(role.is_remote_allowed), _yes(role.is_trainable), role.seats, role.wanted_by or ""),
            *(role.summary, _pairs(role.required), _pairs(role.desired), role.manager),
            *(role.terms.get(topic, "") for topic in topics),
        )


def _terms_today(person: DemoPerson) -> Row:
    """The terms of a drafted person's job: what offers are compared with."""
    on_call = "One week in four, paid per shift" if person.level >= ON_CALL_FROM_LEVEL else "None"
    return (
        f"Band {person.level} of the site",
        "Written by the lead of the task force",
        on_call,
        "ask your HR partner",
    )


def _assignment_rows(company: Company) -> Iterator[Row]:
    assigned_on = company.today - timedelta(days=DRAFTED_DAYS_AGO)
    yield (
        *("campaign", "hr_id", "origin_unit", "origin_manager_hr_id", "assigned_unit", "assigned_on", "authority"),
        *("reason", "choice_offered", "not_offered_because"),
        *("terms_pay", "terms_review", "terms_on_call", "terms_return_right"),
    )
    for person in company.people:
        if person.origin:
            because = "" if person.choice_offered else NOT_OFFERED
            yield (
                *(CAMPAIGN_CODE, person.hr_id, person.origin, company.leads[person.origin], person.unit),
                *(assigned_on, "The board’s decision of the spring", "Applied AI needs people at once"),
                *(_yes(person.choice_offered), because),
                *_terms_today(person),
            )


def _leaver_rows(company: Company) -> Iterator[Row]:
    """Nobody of the company as it stands: they left before it was loaded, each on a day of its own."""
    yield ("hr_id", "left_on")
    hundreds = max(5, len(company.people) // 100)
    before, since = hundreds * LEFT_BEFORE, hundreds * LEFT_SINCE
    for number in range(before):
        yield f"left-{number}", company.today - timedelta(days=DRAFTED_DAYS_AGO + 1 + number % 170)
    for number in range(since):
        days_ago = LEFT_LAST + number % (DRAFTED_DAYS_AGO - LEFT_LAST)
        yield f"left-{before + number}", company.today - timedelta(days=days_ago)
