"""One person's choice changes nothing, for anybody else, at any address: not a byte, not a status, not a header."""

import uuid

import pytest
from django.db import transaction

from tests import factories as f
from tests.crawl import crawl, ids_about
from transfers.clock import database_clock
from transfers.queries.public_facts import forget_public_facts

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")


class World:
    """A drafted person and everybody who might want to know what they filed."""

    def __init__(self):
        director = f.EmployeeFactory.create()
        lead = f.EmployeeFactory.create(manager=director)
        manager = f.EmployeeFactory.create(manager=lead)
        task_force = f.UnitFactory.create(lead=lead)
        self.person = f.EmployeeFactory.create(unit=task_force, manager=manager)
        self.now = database_clock()  # what the pages take for today
        open_now = f.campaign(deadline_at=self.now + 14 * f.DAY)
        self.assignment = f.assignment(open_now, employee=self.person)
        campaign = self.assignment.campaign
        peer = f.assignment(in_campaign=campaign, employee=f.EmployeeFactory.create(unit=task_force, manager=manager))
        self.viewers = {
            "signed out": None,
            "employee": f.EmployeeFactory.create(),
            "drafted peer": peer.employee,
            "chain manager": manager,
            "lead": lead,
            "origin lead": self._lead_of(self.assignment.origin_unit),
            "hiring manager without visibility": f.manager_of(f.role()),
            "assigned HR partner": f.hr_partner(campaign),
            "other HR partner": f.hr_partner(f.campaign()),
            "admin": f.admin(),
        }

    def _lead_of(self, unit):
        unit.lead = f.EmployeeFactory.create()
        unit.save()
        return unit.lead


@pytest.fixture
def world():
    return World()


def told_after(world, option, viewer, *, methods=METHODS, at_most=1):
    """What `viewer` is told everywhere once the person filed `option`; the filing is taken back afterwards."""
    forget_public_facts()
    with transaction.atomic():
        before = ids_about(world.person, at_most=at_most)
        if option:
            f.file(world.assignment, option, at=world.now)
        answers = crawl(viewer, before, methods)
        transaction.set_rollback(True)
    return answers


def differing(first, second):
    """The addresses at which two crawls were told different things."""
    return [address for address in first if first[address] != second[address]]


VIEWERS = [
    "signed out",
    "employee",
    "drafted peer",
    "chain manager",
    "lead",
    "origin lead",
    "hiring manager without visibility",
    "assigned HR partner",
    "other HR partner",
    "admin",
]


@pytest.mark.parametrize("who", VIEWERS)
def test_a_choice_changes_nothing_for_anybody_else(world, who):
    viewer = world.viewers[who]
    """For an admin it fails when the list of Events or a count of messages holds what was recorded today."""
    nothing, undraft = told_after(world, "", viewer), told_after(world, "undraft", viewer)
    assert differing(nothing, undraft) == []


@pytest.mark.parametrize("who", ["chain manager", "admin"])
def test_stay_and_undraft_are_told_alike(world, who):
    viewer = world.viewers[who]
    assert differing(told_after(world, "stay", viewer), told_after(world, "undraft", viewer)) == []


def test_nobody_else_finds_a_choice_its_receipt_or_its_notice(world):
    f.file(world.assignment, "undraft", at=world.now)
    own = {
        str(world.assignment.public_id),
        str(world.assignment.choices.get().receipt.public_id),
        str(world.person.notices.first().public_id),
    }
    never = {"public": {str(uuid.uuid4())}, "keys": {"999999999"}}
    for who, viewer in world.viewers.items():
        missing = crawl(viewer, never, METHODS, with_ids_only=True)
        told_of_nothing = {kind_of(address): told for address, told in missing.items()}
        found = crawl(viewer, {"public": own, "keys": {"999999999"}}, METHODS, with_ids_only=True)
        for address, told in found.items():
            assert told == told_of_nothing[kind_of(address)], (who, address)


def kind_of(address):
    """A method and an address with its ids left out, so that two of the same route compare."""
    return "/".join("…" if len(part) == 36 or part.isdigit() else part for part in address.split("/"))


def test_the_person_reads_what_others_cannot(world):
    f.file(world.assignment, "undraft", at=world.now)
    told = crawl(world.person, ids_about(world.person, at_most=20), ("GET",))
    assert any("/receipt/" in address and answer[0] == 200 for address, answer in told.items())
