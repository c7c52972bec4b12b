"""The company a history plays in: drafted people with lists, managers with few seats, HR; offers and moves."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction

from accounts.models import Employee, Unit
from tests import factories as f
from tests.nemesis.visitor import Visitor
from tests.pages import signed_in
from transfers.clock import database_clock
from transfers.models import Assignment, Campaign, Candidacy, DemoMarker, Placement, Role

MEMBERS, MANAGERS = 10, 4
# The first of the members are moving already, the next hold offers, the last have filed nothing.
MOVING, OFFERED = 2, 8
# What belongs to the schema and not to a history.
_KEPT = {"django_migrations", "django_content_type", "auth_permission", "portal_cache"}
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Member:
    """A drafted person, as the addresses of pages name them."""

    visitor: Visitor
    person: str
    hr_id: str
    assignment: str
    candidacy: str


@dataclass(frozen=True, slots=True)
class Manager:
    """A hiring manager and the role that is theirs."""

    visitor: Visitor
    person: str
    role: str


@dataclass(frozen=True, slots=True)
class Population:
    members: list[Member]
    managers: list[Manager]
    partner: Visitor
    partner_id: str
    admin: Employee
    clearing: tuple[Employee, Employee]
    placements: list[tuple[str, str]]
    began_at: datetime


def empty() -> None:
    """Take everything out that an earlier history left, as soon as what still reads lets it."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with connection.cursor() as cursor:
                tables = sorted(set(connection.introspection.table_names(cursor)) - _KEPT)
                cursor.execute("SET lock_timeout = '10s'")
                cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")
            return
        except OperationalError:  # the victim of a deadlock with a page that reads
            if attempt == _ATTEMPTS:
                raise


def populate(rng: random.Random, address: str) -> Population:
    """Load a company into the empty database, at an hour of some day of the next years."""
    with transaction.atomic():
        DemoMarker.objects.create(pk=1, clock_shift=timedelta(minutes=rng.randrange(365 * 24 * 60)))
        at = database_clock()
        f.policy()
        campaign = f.campaign(
            deadline_at=at + timedelta(hours=rng.randrange(30, 400)), opened_at=at - timedelta(days=45)
        )
        partner = f.hr_partner(campaign)
        task_force, origin = f.UnitFactory.create(name="Applied AI"), f.UnitFactory.create(name="Origin")
        roles = [
            f.role(seats=rng.choice([1, 2, 3, 4]), opened_at=at - timedelta(days=80), unit=f.UnitFactory.create())
            for _ in range(MANAGERS)
        ]
        members = [
            _member(
                campaign,
                task_force,
                origin,
                at,
                undrafts=n < OFFERED,
                ranked=rng.sample(roles, rng.randrange(1, MANAGERS + 1)),
            )
            for n in range(MEMBERS)
        ]
        moving = [_moving(rng, members[number], at) for number in range(MOVING)]
        for person in members[MOVING:OFFERED]:
            for role in rng.sample(roles, 2):
                _offer(role, person, at - timedelta(hours=rng.randrange(1, 20)))
        return Population(
            members=[_known(person, address) for person in members],
            managers=[
                Manager(_visitor(f.manager_of(role), address), *_ids(f.manager_of(role), role)) for role in roles
            ],
            partner=_visitor(partner, address),
            partner_id=str(partner.public_id),
            admin=f.admin(),
            clearing=(f.hr_partner(campaign), f.hr_partner(campaign)),
            placements=[(str(move.employee.public_id), str(move.public_id)) for move in moving],
            began_at=database_clock(),
        )


def _member(
    campaign: Campaign, task_force: Unit, origin: Unit, at: datetime, *, undrafts: bool, ranked: list[Role]
) -> Employee:
    made = f.assignment(
        campaign, f.EmployeeFactory.create(unit=task_force), origin_unit=origin, assigned_unit=task_force
    )
    if undrafts:
        f.file(made, "undraft", at=at - timedelta(days=44))
    f.candidate(made.employee, ranked=ranked)
    return made.employee


def _moving(rng: random.Random, person: Employee, at: datetime) -> Placement:
    """Somebody whose move was agreed weeks ago, or this very day."""
    agreed_at = at - timedelta(hours=rng.choice([20, 21 * 24, 22 * 24]))
    role = f.role(opened_at=at - timedelta(days=80), unit=f.UnitFactory.create())
    return f.placement_at("pending", at=agreed_at, of=role, person=person)


def _offer(role: Role, person: Employee, at: datetime) -> None:
    role.refresh_from_db()
    if role.taken < role.seats:
        f.claim(role, person, at=at)


def _ids(manager: Employee, role: Role) -> tuple[str, str]:
    return str(manager.public_id), str(role.public_id)


def _visitor(person: Employee, address: str) -> Visitor:
    return Visitor(address, signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value)


def _known(person: Employee, address: str) -> Member:
    return Member(
        visitor=_visitor(person, address),
        person=str(person.public_id),
        hr_id=person.hr_id,
        assignment=str(Assignment.objects.get(employee=person).public_id),
        candidacy=str(Candidacy.objects.get(employee=person).public_id),
    )
