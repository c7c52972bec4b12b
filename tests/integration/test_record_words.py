"""What the record says of a look, in words the person can contradict."""

from typing import Any

import pytest

from tests import factories as f
from tests.cases import member
from tests.pages import THEN, signed_in, text_of, travel
from transfers.actions.cases import open_case
from transfers.actions.readings import read_choice

pytestmark = pytest.mark.django_db


def test_being_asked_is_what_the_reader_says_and_another_is_named_to_contradict_it(settings: Any) -> None:
    settings.HR_CONTACT = "HR desk, 555 0100"
    travel(THEN)
    of, partner = member()
    f.file(of, "stay", at=THEN - f.HOUR)
    other = f.grant(f.EmployeeFactory.create(), "hr_partner", campaign=of.campaign).employee
    open_case(of.employee, "reading", by=partner)
    read_choice(of, "asked", by=partner)
    said = text_of(signed_in(of.employee).get("/my-record/"))
    assert (
        "Read what you filed, or that you filed nothing: they say that you asked for it. "
        f"If you did not, tell {other.name} or HR desk, 555 0100."
    ) in said
