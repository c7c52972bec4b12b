"""One person's choice changes nothing for those who lead their units, with ids of every noun in every place.

Every other viewer, and every other act, is test_interference.py's.
"""

import pytest
from django.db import transaction

from tests import factories as f
from tests.crawl import crawl, ids_about
from transfers.clock import database_clock
from transfers.queries.public_facts import forget_public_facts

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")


class World:
    """A drafted person and two leads who might want to know what they filed."""

    def __init__(self):
        director = f.EmployeeFactory.create()
        lead = f.EmployeeFactory.create(manager=director)
        manager = f.EmployeeFactory.create(manager=lead)
        task_force = f.UnitFactory.create(lead=lead)
        self.person = f.EmployeeFactory.create(unit=task_force, manager=manager)
        self.now = database_clock()  # what the pages take for today
        open_now = f.campaign(deadline_at=self.now + 14 * f.DAY)
        self.assignment = f.assignment(open_now, employee=self.person)
        self.viewers = {"lead": lead, "origin lead": self._lead_of(self.assignment.origin_unit)}

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


@pytest.mark.parametrize("who", ["lead", "origin lead"])
def test_a_choice_changes_nothing_for_anybody_else(world, who):
    viewer = world.viewers[who]
    nothing, undraft = told_after(world, "", viewer), told_after(world, "undraft", viewer)
    assert differing(nothing, undraft) == []
