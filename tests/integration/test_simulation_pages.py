"""What if, in the administration: asked for line by line, read as a report."""

import re

import pytest
from django.test import Client

from tests import factories as f
from tests import rounds
from tests.pages import signed_in
from transfers.models import Event, Simulation
from transfers.queries.simulations import read_supposed
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
    assert "too few to show" in page
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
