"""The choice at its deadline, after it, and beside offers and moves, as a person sees it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories as f
from tests.engineer import check, file, member, question
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from transfers.actions.acceptance import accept_claim
from transfers.actions.campaigns import close_campaign
from transfers.actions.end_days import carry_out_end_day
from transfers.models import Claim, Placement
from transfers.queries.calendars import get_end_day
from transfers.queries.notice_words import get_words

pytestmark = pytest.mark.django_db


@pytest.mark.case("no choice at close")
def test_no_choice_at_close_is_called_so_and_changes_nothing() -> None:
    of = member()
    travel(THEN + 15 * f.DAY)
    client = signed_in(of.employee)
    page = text_of(client.get(question(of)))
    assert "No choice filed" in page
    assert "can still record your choice until" in page
    assert "check/" not in page
    assert "No choice filed" in text_of(client.get("/"))
    of.refresh_from_db()
    assert of.status == "active"


@pytest.mark.case("deadline")
def test_form_opened_before_the_deadline_is_filed_in_the_grace_only() -> None:
    deadline = datetime(2041, 3, 31, 0, 30, tzinfo=UTC)  # 02:30 in Berlin: clocks went forward half an hour before
    of = member(deadline_at=deadline)
    client = signed_in(of.employee)
    travel(deadline - timedelta(minutes=5))
    fields = fields_of(check(client, of, "undraft"), action="file/")
    later = fields_of(check(client, of, "undraft"), action="file/")
    travel(deadline + timedelta(minutes=31))
    assert client.post(question(of) + "file/", later).status_code == 409
    travel(deadline + timedelta(minutes=29))
    assert client.post(question(of) + "file/", fields).status_code == 302


def test_question_opened_after_the_deadline_offers_no_form() -> None:
    of = member()
    travel(THEN + 14 * f.DAY + timedelta(minutes=1))
    client = signed_in(of.employee)
    assert "check/" not in text_of(client.get(question(of)))


@pytest.mark.case("deadline")
def test_deadline_is_shown_in_the_own_zone_across_a_change_of_clocks() -> None:
    of = member(deadline_at=datetime(2041, 4, 1, 10, tzinfo=UTC))
    page = text_of(signed_in(of.employee).get(question(of)))
    assert "1 April 2041 at 12:00" in page  # summer time by then, though the page is read in winter time
    assert "10:00 UTC" in page


@pytest.mark.case("deadline")
@pytest.mark.parametrize("page", ["/", "/timeline/", "question"])
def test_deadline_at_midnight_reads_as_the_last_minute_of_the_day_before(page: str) -> None:
    of = member(deadline_at=datetime(2041, 3, 14, 23, tzinfo=UTC))  # the 15th at 00:00 in Berlin
    shown = text_of(signed_in(of.employee).get(question(of) if page == "question" else page))
    assert "Thursday 14 March 2041 at 23:59" in shown
    assert "15 March 2041 at 00:00" not in shown


def test_own_deadline_keeps_the_question_open_after_close() -> None:
    of = member(own_deadline_at=THEN + 20 * f.DAY)
    travel(THEN + 16 * f.DAY)
    client = signed_in(of.employee)
    assert file(client, of, "stay").status_code == 302


@pytest.mark.case("after close")
def test_after_close_undraft_may_turn_to_stay_and_not_the_other_way() -> None:
    of, other = member(), None
    other = f.assignment(of.campaign)
    turning, staying = signed_in(of.employee), signed_in(other.employee)
    file(turning, of, "undraft")
    file(staying, other, "stay")
    travel(THEN + 15 * f.DAY)
    assert size_of(turning.get(question(of))) == size_of(staying.get(question(other)))
    assert check(turning, of, "undraft").status_code == 409
    assert check(staying, other, "undraft").status_code == 409
    assert file(turning, of, "stay").status_code == 302
    of.employee.refresh_from_db()
    assert f.entitlement_of(of.employee).ended_because == "choice_changed"


@pytest.mark.case("undraft to stay with offers open")
def test_turning_to_stay_with_offers_open_says_how_many_close() -> None:
    of = member()
    client = signed_in(of.employee)
    file(client, of, "undraft")
    f.candidate(of.employee)
    for _ in range(2):
        f.claim(f.role(), of.employee, at=THEN)
    page = check(client, of, "stay")
    assert "2 open offers close as you file." in text_of(page)
    assert "2 open offers stay open." in text_of(check(client, of, "undraft"))
    client.post(question(of) + "file/", fields_of(page, action="file/"))
    assert set(Claim.objects.values_list("status", flat=True)) == {"superseded"}
    of.employee.candidacy.refresh_from_db()
    assert of.employee.candidacy.status == "closed"


@pytest.mark.case("placement pending")
def test_pending_placement_must_be_undone_before_the_choice_changes() -> None:
    of = member()
    client = signed_in(of.employee)
    file(client, of, "undraft")
    f.candidate(of.employee)
    accept_claim(f.claim(f.role(), of.employee, at=THEN), by=of.employee, clock=f.clock_at(THEN))
    answer = check(client, of, "stay")
    assert answer.status_code == 409
    assert "Undo or cancel that placement first" in text_of(answer)
    placement = Placement.objects.get()
    page = client.get(f"/offers/{placement.public_id}/next/")
    client.post(f"/offers/{placement.public_id}/next/back/", fields_of(page, action="back/"))
    assert file(client, of, "stay").status_code == 302


def test_pending_move_is_said_where_the_choice_is_asked_in_the_same_words_whatever_was_filed() -> None:
    first, second = member(), None
    second = f.assignment(first.campaign)
    pages = []
    for of, option in ((first, "stay"), (second, "undraft")):
        client = signed_in(of.employee)
        file(client, of, option)
        f.candidate(of.employee)
        accept_claim(f.claim(f.role(), of.employee, at=THEN), by=of.employee, clock=f.clock_at(THEN))
        pages.append([client.get(page) for page in (question(of), "/", "/timeline/")])
    for asked, home, timeline in pages:
        said = "Whoever filed undraft changes that only after undoing or cancelling the move"
        assert said in text_of(asked)
        assert said in text_of(timeline)
        assert "see whether you can still change what you filed" in text_of(home)
    for stay, undraft in zip(*pages, strict=True):
        assert abs(size_of(stay) - size_of(undraft)) <= 64  # names of roles and units


def test_pending_move_takes_the_form_away_where_no_answer_would_be_taken() -> None:
    of = member()
    f.file(of, "stay", at=THEN - 8 * f.DAY)  # before the window was opened again
    f.candidate(of.employee)
    accept_claim(f.claim(f.role(), of.employee, at=THEN), by=of.employee, clock=f.clock_at(THEN))
    client = signed_in(of.employee)
    page = text_of(client.get(question(of)))
    assert "so what you filed stands. To change it, undo or cancel that move first." in page
    assert "check/" not in page
    assert "so what you filed stands" in text_of(client.get("/timeline/"))


@pytest.mark.case("on leave in the window")
def test_closing_is_told_in_words_that_hold_for_a_later_deadline_of_ones_own() -> None:
    of = member(own_deadline_at=THEN + 30 * f.DAY)
    close_campaign(of.campaign, clock=f.clock_at(THEN + 15 * f.DAY))
    travel(THEN + 15 * f.DAY + f.HOUR)
    client = signed_in(of.employee)
    assert "The deadline for everybody has passed" in text_of(client.get("/inbox/"))
    said = str(get_words("campaign.closed").text)
    assert "Where a later deadline of your own is shown, you may file until then." in said
    assert file(client, of, "stay").status_code == 302


def test_latest_end_day_comes_before_a_later_deadline_and_the_pages_say_so() -> None:
    of = member(own_deadline_at=THEN + 90 * f.DAY)
    client = signed_in(of.employee)
    assert "also where your deadline is later" in text_of(client.get(question(of)))
    file(client, of, "undraft")
    entitlement = of.entitlements.get()
    day = get_end_day(entitlement)
    assert day < THEN + 90 * f.DAY
    carry_out_end_day(entitlement, clock=f.clock_at(day))
    travel(day + f.HOUR)
    assert "Its latest end day came. That day stands as it was stated" in text_of(client.get(question(of)))
    assert "Its latest end day came." in text_of(client.get("/timeline/"))


def test_deadline_for_the_calendar_is_private_and_neutral() -> None:
    of = member()
    answer = signed_in(of.employee).get(question(of) + "deadline.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Content-Disposition"] == 'attachment; filename="deadline.ics"'
    assert "DTSTART:20410318T090000Z" in text_of(answer)
    assert "CLASS:PRIVATE" in text_of(answer)
    assert of.campaign.name not in text_of(answer)
    assert signed_in(f.EmployeeFactory.create()).get(question(of) + "deadline.ics").status_code == 404
