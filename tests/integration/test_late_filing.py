"""Late filing through HR: recorded like any other choice, within its thirty days, by a case opened for it."""

from typing import Any

import pytest

from tests import factories as f
from tests.cases import address, late_member, member, open_case
from tests.pages import THEN, text_of, travel
from tests.walks import draw
from transfers.actions.cases import open_case as open_the_case
from transfers.actions.choices import file_late_choice
from transfers.errors import Invalid, NotVisible
from transfers.models import Assignment, Choice
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def late(of: Assignment) -> str:
    return address(of.employee, f"late/{of.public_id}/")


@pytest.mark.case("no choice at close")
def test_late_filing_is_recorded_with_a_receipt_like_any_other() -> None:
    of, partner = late_member()
    client, _ = open_case(partner, of.employee, "late_filing")
    fields = draw(client, late(of)) | {"option": "undraft", "late_reason": "leave"}
    answer = client.post(late(of), fields)
    assert (answer.status_code, answer["Location"]) == (302, address(of.employee))
    choice = Choice.objects.get(assignment=of)
    assert (choice.filed_by, choice.late_reason) == (partner, "leave")
    page = text_of(client.get(address(of.employee))).split("<main")[1]
    assert "undraft" not in page.lower()
    assert "A case never says whether anything was filed" in page


def test_late_filing_is_for_partners_of_the_campaign_alone() -> None:
    """Fails where who serves the person for another campaign files in this one, or learns whether anything was."""
    of, _partner = late_member()
    stranger = f.hr_partner(f.assignment(employee=of.employee).campaign)
    client, _ = open_case(stranger, of.employee, "late_filing")
    assert late(of) not in client.get(address(of.employee)).content.decode()
    assert client.get(late(of)).status_code == 404
    with pytest.raises(NotVisible):
        file_late_choice(of, "stay", late_reason="leave", by=stranger)
    assert not Choice.objects.exists()


def test_late_filing_form_weighs_both_options_alike_and_presets_none() -> None:
    of, partner = late_member()
    client, _ = open_case(partner, of.employee, "late_filing")
    page = text_of(client.get(late(of)))
    assert page.count('type="radio"') == 2
    assert "checked" not in page.split("<main")[1]


@pytest.mark.parametrize(
    "sent",
    [{}, {"option": "maybe"}, {"option": ["stay", "undraft"]}, {"option": "stay", "late_reason": "forgot"}],
)
def test_late_filing_refuses_at_the_field(sent: dict[str, Any]) -> None:
    of, partner = late_member()
    client, _ = open_case(partner, of.employee, "late_filing")
    answer = client.post(late(of), draw(client, late(of)) | {"late_reason": "leave"} | sent)
    assert answer.status_code == 400
    assert not Choice.objects.exists()


def test_late_filing_of_one_who_filed_in_time_is_refused() -> None:
    of, partner = member()
    f.file(of, "stay", at=THEN - f.DAY)
    travel(THEN + 17 * f.DAY)
    client, _ = open_case(partner, of.employee, "late_filing")
    assert client.get(late(of)).status_code == 200  # the form does not tell
    fields = draw(client, late(of)) | {"option": "undraft", "late_reason": "leave"}
    answer = client.post(late(of), fields)
    assert answer.status_code == 409
    assert "Something was filed already, and it stands." in text_of(answer)
    assert f'<a href="{address(of.employee)}">Go back to the case</a>' in text_of(answer)


@pytest.mark.case("no choice at close")
@pytest.mark.parametrize(("days", "sentence"), [(0, "The window is still open"), (60, "Late filing ended 30 days")])
def test_late_filing_outside_its_time_says_so(days: int, sentence: str) -> None:
    of, partner = member()
    travel(THEN + days * f.DAY)
    client, _ = open_case(partner, of.employee, "late_filing")
    answer = client.get(late(of))
    assert answer.status_code == 409
    assert sentence in text_of(answer)


def test_late_filing_asks_for_one_of_the_two_options():
    of = f.assignment()
    with pytest.raises(Invalid) as refusal:
        file_late_choice(of, "both", late_reason="leave", by=f.hr_partner(of.campaign), clock=f.clock_at(f.NOW))
    assert refusal.value.field == "option"


def test_case_is_opened_by_a_person_for_a_purpose():
    of = f.assignment()
    with pytest.raises(Invalid) as refusal:
        open_the_case(of.employee, "curiosity", by=f.hr_partner(of.campaign), clock=f.clock_at(f.NOW))
    assert refusal.value.field == "purpose"
    with pytest.raises(NotVisible):
        open_the_case(of.employee, "other", by=PORTAL, clock=f.clock_at(f.NOW))
