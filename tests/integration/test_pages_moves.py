"""After accepting: undo, announcement day, cancelling, returning, the timeline; and the policy behind them."""

from datetime import timedelta

import pytest

from accounts.models import Unit
from tests import factories as f
from tests.engineer import accepted, address, member, offer, person, place, press
from tests.pages import THEN, fields_of, signed_in, text_of, travel
from transfers.actions.end_days import announce_end_day
from transfers.actions.placements import finalise_placement
from transfers.models import Placement

pytestmark = pytest.mark.django_db


@pytest.mark.case("accept, then undo")
def test_undo_gives_the_seat_back_and_revives_nothing() -> None:
    of = person()
    chosen, other = offer(of), offer(of)
    client = signed_in(of)
    client.post(address(chosen) + "answer/", fields_of(press(client, address(chosen), "answer/")))
    placement = Placement.objects.get()
    assert press(client, place(placement), "back/").status_code == 302
    other.refresh_from_db()
    chosen.role.refresh_from_db()
    assert (other.status, chosen.role.taken) == ("superseded", 0)
    page = text_of(client.get(place(placement)))
    for words in ("You took your acceptance back. Your managers learn of none of it.", "Taken back by you"):
        assert words in page
    for live in ("Undo until", "Your managers may know from", "Effective day"):
        assert live not in page
    assert "Accepted, then taken back" in text_of(client.get("/offers/"))
    timeline = text_of(client.get("/timeline/"))
    assert "You took your acceptance back" in timeline
    assert "You declined the offer" not in timeline


def test_undo_says_beforehand_that_the_offer_ends_too() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    assert "this offer ends too. It does not open again" in text_of(client.get(address(claim)))
    page = text_of(client.get(place(accepted(client, claim))))
    assert "This offer ends and its seat is free. It does not open again" in page


def test_undo_is_over_after_its_hours_and_says_who_cancels() -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    fields = fields_of(client.get(place(placement)), action="back/")
    travel(placement.undo_until_at - timedelta(minutes=1))
    late = fields_of(client.get(place(placement)), action="back/")
    travel(placement.undo_until_at + timedelta(minutes=1))
    assert client.post(place(placement) + "back/", fields).status_code == 409
    assert client.post(place(placement) + "back/", late).status_code == 409
    page = text_of(client.get(place(placement)))
    assert "next/back/" not in page
    assert "Your HR partner cancels the move if you ask" in page


def test_announcement_day_is_the_persons_between_undo_and_the_last_day() -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    for wrong in ("2041-03-04", "2041-04-04", "9999-12-31", "31.3.2041", "", "2041-03-08\x00"):
        answer = press(client, place(placement), "day/", announce_on=wrong)
        assert answer.status_code == 400, wrong
        assert "There is a problem" in text_of(answer)
    answer = press(client, place(placement), "day/", announce_on="2041-03-04")
    assert "Choose a day from Tuesday 5 March 2041 to Thursday 21 March 2041" in text_of(answer)
    assert press(client, place(placement), "day/", announce_on="2041-03-08").status_code == 302
    page = text_of(client.get(place(placement)))
    assert "Your managers may know from Friday 8 March 2041." in page
    assert "From Tuesday 5 March 2041 to Thursday 21 March 2041." in page
    placement.refresh_from_db()
    assert placement.announce_at.isoformat() == "2041-03-07T23:00:00+00:00"  # the beginning of 8 March in Berlin


def test_first_day_for_the_announcement_is_not_before_the_end_of_undo() -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    assert press(client, place(placement), "day/", announce_on="2041-03-05").status_code == 302
    placement.refresh_from_db()
    assert placement.announce_at == placement.undo_until_at


@pytest.mark.case("unit at risk after acceptance")
def test_unit_at_risk_lets_the_person_cancel_without_cost() -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    assert "next/close/" not in text_of(client.get(place(placement)))
    travel(placement.undo_until_at + f.DAY)
    Unit.objects.filter(pk=placement.role.unit_id).update(is_at_risk=True)
    page = text_of(client.get(place(placement)))
    assert "you can still cancel the move yourself" in page
    assert "Your HR partner cancels" not in page
    assert "Undo time ended" in page
    assert "Undo until" not in page
    assert press(client, place(placement), "close/").status_code == 302
    placement.refresh_from_db()
    assert (placement.status, placement.cancelled_because) == ("cancelled", "unit_at_risk")


@pytest.mark.case("return in trial")
def test_return_in_trial_is_one_page_and_one_button() -> None:
    of = person()
    home = of.unit
    client = signed_in(of)
    placement = accepted(client, offer(of))
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.DAY)
    assert "What returning means" in text_of(client.get(place(placement)))
    way = f'href="{place(placement)}">'
    first = text_of(client.get("/"))
    assert f"{way}You have moved. See your move and your right of return" in first
    assert "Nothing waits for you" not in first
    assert f"{way}See your move and your right of return" in text_of(client.get("/timeline/"))
    between = client.get(place(placement) + "check/")
    assert f"You go back to {home.name}. Whom you report to there is not recorded yet" in text_of(between)
    assert f"You keep level {of.level} and your site, {of.site.name}." in text_of(between)
    assert f"Return to {home.name}</button>" in text_of(between)
    assert client.post(place(placement) + "check/", fields_of(between)).status_code == 302
    of.refresh_from_db()
    assert of.unit == home
    page = text_of(client.get(place(placement)))
    assert "You have returned." in page
    assert "Trial and right of return until" not in page


@pytest.mark.parametrize(
    ("is_pool", "approved", "said"),
    [
        (False, 9, "You go back to Before. You report to Lena Lead there."),
        (True, 0, "You go to Before, a pool: people without a role"),
        (False, 0, "The unit to return to is closed. Your HR partner names another"),
    ],
)
def test_return_in_trial_names_the_unit_and_the_manager_before(is_pool: bool, approved: int, said: str) -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.DAY)
    lead = f.EmployeeFactory.create(name="Lena Lead")
    Unit.objects.filter(pk=placement.from_unit_id).update(
        name="Before", lead=lead, is_pool=is_pool, approved_headcount=approved
    )
    assert said in text_of(client.get(place(placement) + "check/"))


def test_timeline_names_what_was_and_what_is_next_with_owners() -> None:
    of = person()
    client = signed_in(of)
    accepted(client, offer(of, title="Platform engineer"))
    page = text_of(client.get("/timeline/"))
    for words in ("You accepted: Platform engineer", "The undo time ends", "Announcement", "Whose turn: you"):
        assert words in page
    assert page.count('aria-current="step"') == 1


def test_timeline_of_another_person_shows_nothing_of_it() -> None:
    of = person()
    accepted(signed_in(of), offer(of, title="Platform engineer"))
    assert "Platform engineer" not in text_of(signed_in(f.EmployeeFactory.create()).get("/timeline/"))


def test_policy_is_open_to_everybody_and_keeps_earlier_versions() -> None:
    travel(THEN)
    f.policy()
    f.policy(order="weighted", weight_shortage_bp=5_000, weight_skills_bp=0)
    page = text_of(signed_in(f.EmployeeFactory.create()).get("/policy/"))
    assert "Version 2, in force" in page
    assert "Weighted: shortage is one factor among the others, 50 % of the score." in page
    assert "Version 1" in page
    assert page.index("Weighted") < page.index("Shortage first")


def test_end_day_stands_in_the_timeline_once_the_managers_know() -> None:
    of = member()
    f.file(of, "undraft", at=THEN)
    client = signed_in(of.employee)
    assert "Your assignment to Applied AI ends" not in text_of(client.get("/timeline/"))
    entitlement = of.entitlements.get()
    announce_end_day(entitlement, clock=f.clock_at(THEN + 50 * f.DAY))
    travel(THEN + 51 * f.DAY)
    page = text_of(client.get("/timeline/"))
    assert "Your assignment to Applied AI ends" in page
    assert "Friday 3 May 2041" in page
