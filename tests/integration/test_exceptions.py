"""What waits for an HR partner, and that it is no list of who filed what."""

from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.cases import CASES, address, open_case
from tests.pages import CHANGING, THEN, fields_of, signed_in, text_of, travel, words_at
from tests.unplaced import announced_end, cancelled, long_open, member_of, pending, returned, undrafted
from tests.walks import draw
from transfers.actions.grants import end_grant
from transfers.actions.reviews import make_review
from transfers.clock import database_clock
from transfers.errors import Invalid, NotVisible
from transfers.models import Event, Grant, HeldMove, Notice, Review
from transfers.queries.exceptions import get_unplaced

pytestmark = pytest.mark.django_db

WAITS = f"{CASES}exceptions/"
PURPOSE = "unplaced_review"


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def listed(viewer: Employee) -> set[int]:
    return {row.person_id for row in get_unplaced(viewer, database_clock())}


def reviewed(person: Employee, partner: Employee, **sent: Any) -> Any:
    client, _answer = open_case(partner, person, PURPOSE)
    page = address(person, "review/")
    fields = draw(client, page) | {"outcome": "looking", "next_on": str(THEN.date() + 20 * f.DAY)}
    return client.post(page, fields | sent)


def test_only_what_was_announced_makes_somebody_unplaced() -> None:
    """Fails with names when the list asks for priorities instead: it would be a list of who filed undraft."""
    campaign = long_open()
    partner = f.hr_partner(campaign)
    back, ends = returned()[0], announced_end(campaign)
    f.grant(partner, "hr_partner", campaign=back.assignments.get().campaign)
    known = {back.pk, ends.pk, cancelled(campaign, announced=True).pk}
    undrafted(campaign, days=30), undrafted(campaign, days=1), member_of(campaign), pending(campaign, days=5)
    cancelled(campaign, announced=False)
    f.file(member_of(campaign), "stay", at=THEN - f.DAY)
    assert listed(partner) == known


def test_filing_either_option_or_none_changes_nothing_on_the_page() -> None:
    campaign = long_open()
    partner, person = f.hr_partner(campaign), announced_end(campaign)
    pages = []
    for option in ("", "stay", "undraft"):
        of = member_of(campaign)
        if option:
            f.file(of, option, at=THEN - 40 * f.DAY)
        pages.append(CHANGING.sub("", text_of(signed_in(partner).get(WAITS))))
    assert pages[0] == pages[1] == pages[2]
    assert person.name in pages[0]


def test_list_is_for_the_partner_who_serves_the_person_alone() -> None:
    """The chain, a drafted partner and one who is an admin as well are denied by sight/hats.py and the query."""
    person, partner = returned()
    campaign = person.assignments.get().campaign
    drafted, both, above = (f.hr_partner(campaign) for _ in range(3))
    f.assignment(campaign, drafted)
    f.grant(both, "admin")
    Employee.objects.filter(pk=person.pk).update(manager=above)
    assert listed(partner) == {person.pk}
    for viewer in (drafted, both, above, f.hr_partner(long_open()), person):
        assert listed(viewer) == set()
    for viewer in (f.admin(), f.manager_of(f.role()), person, f.EmployeeFactory.create()):
        assert signed_in(viewer).get(WAITS).status_code == 404


def test_review_is_recorded_told_and_due_again_on_its_day() -> None:
    person, partner = returned()
    page = text_of(signed_in(partner).get(WAITS))
    assert person.name in page
    assert "<strong>Review due since</strong>" in page
    client, _answer = open_case(partner, person, PURPOSE)
    assert address(person, "review/") in text_of(client.get(address(person)))
    assert "No review was recorded yet. Record the review" in words_at(client, address(person))
    assert reviewed(person, partner)["Location"] == address(person)
    assert "<strong>Review due since</strong>" not in text_of(signed_in(partner).get(WAITS))
    case = words_at(client, address(person))
    assert f", {partner.name} What came of it Still looking Next review" in case
    assert "Record another review" in case
    record = text_of(signed_in(person).get("/my-record/"))
    assert "Reviewed where you stand: still looking" in record
    assert Notice.objects.filter(recipient=person, template="review.made").count() == 2
    assert Event.objects.get(verb="review.made").body == {"outcome": "looking"}
    travel(THEN + 21 * f.DAY)
    assert "<strong>Review due since</strong>" in text_of(signed_in(partner).get(WAITS))


def test_last_review_takes_the_person_off_the_list() -> None:
    person, partner = returned()
    assert reviewed(person, partner, outcome="done", next_on="").status_code == 302
    assert listed(partner) == set()
    assert Review.objects.get().next_on is None
    case = words_at(open_case(partner, person, PURPOSE)[0], address(person))
    assert "What came of it No further review is needed" in case
    assert "Record another review" not in case
    assert "Last review" not in words_at(
        open_case(f.hr_partner(person.assignments.get().campaign), person, "other")[0], address(person)
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"outcome": ""}, "Choose what came of the review"),
        ({"outcome": "fired"}, "Choose what came of the review"),
        ({"next_on": ""}, "Give the day of the next review"),
        ({"next_on": str(THEN.date())}, "Give a day within the next 30 days"),
        ({"next_on": str(THEN.date() + 31 * f.DAY)}, "Give a day within the next 30 days"),
        ({"next_on": "9999-12-31"}, "Give a day within the next 30 days"),
        ({"next_on": "2041-02-30"}, "Enter a valid date"),
        ({"drawn": "x"}, "The form was not sent whole"),
    ],
)
def test_review_refuses_at_the_field(sent: dict[str, str], sentence: str) -> None:
    person, partner = returned()
    answer = reviewed(person, partner, **sent)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not Review.objects.exists()


def test_review_of_who_is_not_listed_does_not_exist_whatever_they_filed() -> None:
    """Fails when the page asks for a priority: its 404 would tell the partner who filed undraft."""
    campaign = long_open()
    partner = f.hr_partner(campaign)
    sizes = set()
    for of in (undrafted(campaign, days=40), member_of(campaign)):
        client, _answer = open_case(partner, of.employee, PURPOSE)
        answer = client.get(address(of.employee, "review/"))
        assert answer.status_code == 404
        sizes.add(len(answer.content))
        assert "Record the review" not in text_of(client.get(address(of.employee)))
        with pytest.raises(NotVisible):
            make_review(of.employee, "done", None, by=partner)
    assert len(sizes) == 1


def test_review_takes_a_case_opened_for_it_by_a_partner() -> None:
    person, partner = returned()
    for by in (f.admin(), person, partner):
        with pytest.raises(NotVisible):
            make_review(person, "done", None, by=by)
    open_case(partner, person, "other")
    with pytest.raises(NotVisible):
        make_review(person, "done", None, by=partner)
    with pytest.raises(Invalid):
        make_review(person, "fired", None, by=partner)


@pytest.mark.case("role's manager leaves or changes")
def test_offer_whose_manager_is_gone_waits_for_the_person_s_partner() -> None:
    campaign = long_open()
    partner, of = f.hr_partner(campaign), undrafted(campaign, days=2)
    f.candidate(of.employee)
    claim = f.claim(f.role(title="Night watch"), of.employee, at=THEN - f.HOUR)
    assert "Night watch" not in text_of(signed_in(partner).get(WAITS))
    end_grant(Grant.objects.get(role=claim.role, status="confirmed"), by=f.admin(), clock=f.clock_at(THEN))
    page = text_of(signed_in(partner).get(WAITS))
    assert "Night watch" in page
    assert "The role has no hiring manager." in page
    f.grant(f.EmployeeFactory.create(name="Suc Cessor"), "hiring_manager", role=claim.role)
    assert "Suc Cessor" in text_of(signed_in(partner).get(WAITS))
    assert "Night watch" not in text_of(signed_in(f.hr_partner(long_open())).get(WAITS))


def test_held_moves_of_people_served_wait_and_lead_to_where_they_are_decided() -> None:
    campaign = long_open()
    partner, of = f.hr_partner(campaign), member_of(campaign)
    held = HeldMove.objects.create(employee=of.employee, unit=f.UnitFactory.create(), changes_manager=False, at=THEN)
    page = text_of(signed_in(partner).get(WAITS))
    assert f"/admin/transfers/heldmove/{held.pk}/" in page
    assert page.count("Open the case") == 1
    assert "then move the person or leave them where they are" in page  # as the two buttons there say it
    assert of.employee.name not in text_of(signed_in(f.hr_partner(long_open())).get(WAITS))


def test_held_moves_stand_on_pages_of_their_own_beside_the_people_without_a_placement() -> None:
    campaign = long_open()
    partner, to = f.hr_partner(campaign), f.UnitFactory.create()
    for n in range(21):
        person = member_of(campaign).employee
        HeldMove.objects.create(employee=person, unit=to, changes_manager=False, at=THEN + n * f.HOUR)
    client = signed_in(partner)
    first, second = (text_of(client.get(f"{WAITS}?page=7&moves={n}")) for n in (1, 2))
    assert [text.count("/admin/transfers/heldmove/") for text in (first, second)] == [20, 1]
    assert 'href="?page=7&amp;moves=2#moves"' in first
    assert "Page 2 of 2" in second


def test_case_is_opened_from_the_list_and_recorded() -> None:
    person, partner = returned()
    client = signed_in(partner)
    sent = fields_of(client.get(WAITS), action=CASES)
    assert (sent["sought"], sent["purpose"]) == (person.hr_id, PURPOSE)
    assert client.post(CASES, sent)["Location"] == address(person)
    assert Event.objects.get(verb="case.opened").body == {"purpose": PURPOSE}
