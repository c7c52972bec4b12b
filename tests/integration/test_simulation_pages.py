"""What if, in the administration: asked for line by line, read as a report."""

import re

import pytest
from django.test import Client

from tests import factories as f
from tests import rounds
from tests.pages import signed_in
from transfers.actions.simulations import ask_to_simulate, finish_simulation, take_up_simulation
from transfers.matching.simulation import Report
from transfers.models import Event, Simulation
from transfers.queries.simulation_words import say_supposed
from transfers.queries.simulations import Supposed, read_supposed, to_row
from transfers.tasks.simulation_work import carry_out_simulation

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, **fields: str) -> "tuple[int, str]":
    drawn = client.get(path).content.decode()
    keys = dict(re.findall(r'name="(form_key|csrfmiddlewaretoken)" value="([^"]+)"', drawn))
    answer = client.post(path, {**keys, **fields})
    return answer.status_code, answer.content.decode()


def test_simulation_is_asked_for_carried_out_and_read_in_the_admin() -> None:
    role = f.role(seats=2)
    for _ in range(3):
        rounds.wishes(role)
    made = rounds.frozen([role])
    desk, new = signed_in(made.approver), "/admin/transfers/simulation/new/simulate/"
    sent = {"title": "More seats", "of": str(made.pk), "seats": f"{role.code} +1", "closed": "", "stays": ""}
    assert send(desk, new, **sent)[0] == 302
    simulation = Simulation.objects.get()
    assert read_supposed(simulation.changes).seats == {role.pk: 1}
    carry_out_simulation(simulation)
    page = desk.get(f"/admin/transfers/simulation/{simulation.pk}/report/").content.decode()
    assert "never an outcome" in page
    assert f"Seats more or fewer: <bdi>{role.code} +1</bdi>" in page
    assert "Units closed" not in page
    assert (
        f"Seats more or fewer: {role.code} +1"
        in desk.get(f"/admin/transfers/simulation/{simulation.pk}/").content.decode()
    )
    assert "No number of it can be shown." in page
    assert "round-compared" not in page  # of three people no number is shown, and nothing is drawn
    assert Event.objects.filter(verb="simulation.done").exists()
    for viewer in (f.admin(), f.EmployeeFactory.create()):
        assert signed_in(viewer).get(f"/admin/transfers/simulation/{simulation.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("seats", "R00001", "cannot be read"),
        ("seats", "NO-SUCH +1", "NO-SUCH"),
        ("seats", "R00001 +NaN", "cannot be read"),
        ("seats", "{inside} +1\n{inside} +2", "stands here twice"),
        ("seats", "{outside} +1", "not in the round"),
        ("closed", "{unit}", "no role in the round"),
        ("closed", "NO-SUCH", "NO-SUCH"),
        ("stays", "a b c", "cannot be read"),
        ("stays", "NO-UNIT NO-SKILL 3", "NO-SKILL, NO-UNIT"),
        ("leavers", "-1", "greater than or equal"),
        ("skills_bp", "10000", "all three"),
    ],
)
def test_line_that_cannot_be_read_is_named_at_its_field(field: str, text: str, says: str) -> None:
    inside, outside = f.role(), f.role()
    made = rounds.frozen([inside])
    text = text.format(inside=inside.code, outside=outside.code, unit=outside.unit.code)
    sent = {"title": "T", "of": str(made.pk), field: text}
    status, page = send(signed_in(made.approver), "/admin/transfers/simulation/new/simulate/", **sent)
    assert status == 400
    assert says in page
    assert not Simulation.objects.exists()


def test_round_is_drawn_against_what_was_supposed() -> None:
    """Fails when the file has a rule of its own, or a page without the picture answers for it."""
    made = rounds.frozen([f.role()])
    simulation = ask_to_simulate(made, "More seats", Supposed(seats={}), by=made.approver)
    assert take_up_simulation(simulation)
    today, supposed = Report(60, 40, 30, 34, (26, 4), 32, 41), Report(60, 60, 50, 64, (36, 14), 50, 64)
    finish_simulation(simulation, {"today": to_row(today), "supposed": to_row(supposed)})
    desk, page = signed_in(made.approver), f"/admin/transfers/simulation/{simulation.pk}/report/"
    assert 'aria-labelledby="round-compared-title round-compared-says"' in desk.get(page).content.decode()
    lines = desk.get(f"{page}?table=round-compared").content.decode("utf-8-sig").splitlines()
    assert lines == [
        '"Of the round","As it is","As supposed"',
        '"Get a role",30,50',
        '"Get none",30,10',
        '"The first of their list","not shown",35',
        '"Number 2 or further down","not shown",15',
    ]
    assert desk.get(f"{page}?table=nothing").status_code == 404
    assert signed_in(f.admin()).get(f"{page}?table=round-compared").status_code == 404


def test_everything_that_was_supposed_is_said_in_words() -> None:
    """Fails when a line is forgotten: who reads a simulation a week later has nothing else to go by."""
    role, skill = f.role(), f.SkillFactory.create(code="python")
    supposed = Supposed(
        seats={role.pk: -1},
        closed_units=(role.unit_id,),
        leavers=1200,
        stays=((role.unit_id, skill.pk, 12),),
        weights={"skills_bp": 5_000, "level_bp": 3_000, "location_bp": 2_000},
    )
    assert [tuple(line) for line in say_supposed(Simulation(changes=supposed.to_json()))] == [
        ("Seats more or fewer", f"{role.code} -1"),
        ("Units closed", f"{role.unit.name} ({role.unit.code})"),
        ("People who leave, drawn by lot", "1,200"),
        ("Minimum staffing by skill", f"{role.unit.code} python 12"),
        ("Other weights for the fit", "skills 5,000, level 3,000, location 2,000"),
    ]
    assert say_supposed(Simulation(changes=Supposed(seats={}).to_json())) == []
