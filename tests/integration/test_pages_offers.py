"""Offers, as their person compares, accepts and declines them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.formats import date_format

from accounts.models import Unit
from tests import factories as f
from tests.engineer import accepted, address, offer, person, place, press
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from transfers.models import Claim, Placement
from transfers.queries.claims import compare

pytestmark = pytest.mark.django_db


def test_offers_stand_beside_todays_job_with_differences_marked() -> None:
    of = person()
    stated = f.terms(pay="Ten per cent more.")
    stated["review"] = {"statement": "not_stated", "text": "", "ask": "Ana Berg"}
    offer(of, terms=stated, title="Platform engineer")
    page = text_of(signed_in(of).get("/offers/"))
    assert "Platform engineer" in page
    assert "Ten per cent more." in page
    assert "Not stated yet: ask Ana Berg" in page
    assert "No change" in page
    assert "First day asked for" in page
    assert date_format(Claim.objects.get().start_on, "l j F Y") in page
    assert page.count("Differs") == 1  # the unit; pay of today is not recorded, so nothing is said about it


def test_a_word_more_about_the_work_at_todays_site_is_no_other_place() -> None:
    of = person()
    stated = f.terms()
    stated["location"] = {"statement": "stated", "text": f"{of.site.name}, At the site", "ask": ""}
    offer(of, terms=stated)
    line = next(line for line in compare(of, list(Claim.objects.all())) if line.name == "Location")
    assert (line.cells[0].value, line.cells[0].differs) == (f"{of.site.name}, At the site", False)
    offer(of, terms=f.terms(), is_remote_allowed=True, title="Remote")
    remote = Claim.objects.get(role__title="Remote")
    line = next(line for line in compare(of, [remote]) if line.name == "Location")
    assert line.cells[0].differs


def test_empty_offers_say_why_and_what_comes_next() -> None:
    travel(THEN)
    page = text_of(signed_in(f.EmployeeFactory.create()).get("/offers/"))
    assert "No offer is open" in page
    assert "once you say who may see you" in page


@pytest.mark.parametrize(
    ("visibility", "said"),
    [
        ("none", "You let nobody see you"),
        ("rounds", "You take part in rounds only"),
        ("ranked", "The managers of the roles you ranked may see you"),
        ("qualifying", "The managers of the roles you qualify for may see you"),
    ],
)
def test_empty_offers_say_what_this_person_answered(visibility: str, said: str) -> None:
    travel(THEN)
    of = f.EmployeeFactory.create()
    f.candidate(of, visibility=visibility)
    page = text_of(signed_in(of).get("/offers/"))
    assert said in page
    assert "once you say who may see you" not in page


def test_empty_offers_lead_to_the_move_that_was_accepted() -> None:
    of = person()
    client = signed_in(of)
    placement = accepted(client, offer(of))
    page = text_of(client.get("/offers/"))
    assert "You accepted one." in page
    assert place(placement) in page
    assert "once you say who may see you" not in page


def test_who_can_see_me_says_why_nobody_does_while_a_move_is_pending() -> None:
    of = person()
    client = signed_in(of)
    claim = offer(of)
    before = text_of(client.get("/visibility/"))
    assert "Today 1 manager, for 1 role." in before
    accepted(client, claim)
    page = text_of(client.get("/visibility/"))
    assert "No manager sees you today. You accepted an offer" in page
    assert "If that move is undone or cancelled: 1 manager, for 1 role." in page


def test_last_day_of_an_offer_reads_as_the_day_on_which_it_can_still_be_answered() -> None:
    of = person()
    offer(of)
    assert "Monday 11 March 2041 at 23:59" in text_of(signed_in(of).get("/offers/"))


@pytest.mark.case("effective day past or too near")
def test_effective_day_is_shown_before_accepting_and_kept() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    shown = text_of(client.get(address(claim)))
    placement = accepted(client, claim)
    assert placement.effective_on == (THEN + 31 * f.DAY).date()  # undo, then 30 days of notice
    assert "Thursday 4 April 2041" in shown
    assert "The move comes later" in shown
    assert "Thursday 4 April 2041" in text_of(client.get(place(placement)))


def test_offer_page_from_before_midnight_is_refused_after_it() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    travel(THEN + timedelta(hours=13, minutes=30))
    fields = fields_of(client.get(address(claim)), action="answer/")
    travel(THEN + timedelta(hours=14, minutes=30))
    answer = client.post(address(claim) + "answer/", fields)
    assert answer.status_code == 409
    assert "later than the page said" in text_of(answer)
    assert not Placement.objects.exists()


def test_accepting_the_only_offer_needs_no_page_in_between() -> None:
    of = person()
    assert accepted(signed_in(of), offer(of)).status == "pending"


@pytest.mark.case("accept, then undo")
def test_accepting_that_closes_others_asks_once_and_says_they_do_not_revive() -> None:
    of = person()
    chosen, other = offer(of), offer(of, title="Other work")
    client = signed_in(of)
    between = press(client, address(chosen), "answer/")
    assert between.status_code == 200
    for words in (
        f"You accept: {chosen.role.title} ({chosen.role.code}), {chosen.role.unit.name}, level 5. "
        "You move on Thursday 4 April 2041.",
        f"This closes: Other work ({other.role.code}), {other.role.unit.name}, level 5. First day asked for:",
        "the offer that you accept ends too. None of these opens again",
    ):
        assert words in text_of(between)
    assert not Placement.objects.exists()
    done = client.post(address(chosen) + "answer/", fields_of(between, action=""))
    assert done.status_code == 302
    other.refresh_from_db()
    assert other.status == "superseded"


def test_offer_made_between_the_question_and_the_answer_is_asked_about() -> None:
    of = person()
    chosen = offer(of)
    offer(of)
    client = signed_in(of)
    fields = fields_of(press(client, address(chosen), "answer/"))
    offer(of)
    assert client.post(address(chosen) + "answer/", fields).status_code == 200
    assert not Placement.objects.exists()


def test_accepting_twice_with_one_key_accepts_once() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    fields = fields_of(client.get(address(claim)), action="answer/")
    first, again = (client.post(address(claim) + "answer/", fields) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert Placement.objects.count() == 1


def test_declining_needs_no_reason_and_keeps_a_given_one_with_the_person() -> None:
    of = person()
    silent, spoken = offer(of), offer(of)
    client = signed_in(of)
    assert press(client, address(silent), "reply/").status_code == 302
    assert press(client, address(spoken), "reply/", reason="<b>Too far</b>").status_code == 302
    assert "&lt;b&gt;Too far&lt;/b&gt;" in text_of(client.get(address(spoken)))
    assert Claim.objects.filter(status="declined").count() == 2


@pytest.mark.parametrize("reason", ["x" * 2_001, "x" * 1_000_000, "a\x00b"])
def test_reason_that_cannot_be_kept_is_a_field_error(reason: str) -> None:
    of = person()
    claim = offer(of)
    answer = press(signed_in(of), address(claim), "reply/", reason=reason)
    assert answer.status_code == 400
    claim.refresh_from_db()
    assert claim.status == "offered"


def test_expired_offer_is_called_so_and_cannot_be_answered() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    travel(claim.expires_at - timedelta(minutes=10))
    fields = fields_of(client.get(address(claim)), action="answer/")
    travel(claim.expires_at)
    assert client.post(address(claim) + "answer/", fields).status_code == 409
    page = text_of(client.get(address(claim)))
    assert "Ended without an answer" in page
    assert "answer/" not in page


def test_offers_of_another_are_the_404_of_what_never_was() -> None:
    of = person()
    claim = offer(of)
    placement = accepted(signed_in(of), claim)
    other = signed_in(f.EmployeeFactory.create())
    for known in (address(claim), place(placement)):
        never = known.replace(known.split("/")[2], str(uuid4()))
        for action in ("", "answer/", "reply/", "back/", "day/", "close/", "check/"):
            for method in ("get", "post"):
                answers = [getattr(other, method)(at + action) for at in (known, never)]
                assert answers[0].status_code == answers[1].status_code
                assert size_of(answers[0]) == size_of(answers[1])
                assert answers[0].status_code in (404, 405)


def test_mutators_refuse_get() -> None:
    of = person()
    claim = offer(of)
    client = signed_in(of)
    placement = accepted(client, claim)
    for at in ("answer/", "reply/"):
        assert client.get(address(claim) + at).status_code == 405
    for at in ("back/", "day/", "close/"):
        assert client.get(place(placement) + at).status_code == 405


def test_offer_into_a_unit_at_risk_says_so_and_is_refused() -> None:
    of = person()
    claim = offer(of)
    Unit.objects.filter(pk=claim.role.unit_id).update(is_at_risk=True)
    client = signed_in(of)
    assert "marked as at risk" in text_of(client.get(address(claim)))
    assert press(client, address(claim), "answer/").status_code == 409


def test_titles_of_pages_about_offers_are_those_of_everybody() -> None:
    of = person()
    client = signed_in(of)
    claim = offer(of)
    pages = ["/offers/", address(claim), place(accepted(client, claim))]
    titles = {text_of(client.get(page)).split("<title>")[1].split("</title>")[0] for page in pages}
    assert titles == {"Offers – Undraft"}
