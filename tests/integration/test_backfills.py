"""A seat that an announced move leaves: asked for by who leads the unit, answered by HR, nobody named."""

import pytest

from tests import admin as a
from tests import factories as f
from tests.admin import waiting_of
from tests.leads import LEAD, accepted, announced, lead_of, led
from tests.pages import THEN, fields_of, send, signed_in, text_of, travel, words_at
from transfers.actions.backfills import answer_backfill, decline_backfill, request_backfill, withdraw_backfill
from transfers.actions.placements import announce_placement, finalise_placement, return_in_trial
from transfers.actions.roles import pause_role
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Backfill, Event, Notice, Placement
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

at_then = f.clock_at(THEN)


@pytest.fixture(autouse=True)
def _now() -> None:
    travel(THEN)


def seat_of(placement: Placement) -> str:
    return f"{LEAD}seats/{placement.public_id}/"


def requested(placement: Placement | None = None) -> Backfill:
    placement = placement or announced(led())
    return request_backfill(placement, note="Rust.", by=lead_of(placement.from_unit), clock=at_then)


def test_seat_is_asked_for_answered_and_told_without_a_name() -> None:
    unit = led()
    placement = announced(unit)
    client = signed_in(lead_of(unit))
    assert send(client, seat_of(placement), note="Rust, level 5.") == 302
    backfill = Backfill.objects.get()
    assert (backfill.status, backfill.unit, backfill.left_on) == ("requested", unit, placement.effective_on)
    page = words_at(client, f"{LEAD}units/{unit.public_id}/") + words_at(client, seat_of(placement))
    assert "Backfill Requested, waits for HR" in page
    assert "Seat 1 A seat that an announced move leaves" in page
    assert "Ada Berg" not in page
    assert placement.role.title not in page

    admin = f.admin()
    assert [one.noun for one in waiting_of(admin, THEN)].count("backfill") == 1
    role, desk = f.role(unit=unit, title="Rust engineer"), signed_in(admin)
    shown = text_of(desk.get("/admin/transfers/backfill/")) + text_of(desk.get(a.page_of(backfill)))
    assert "Applied AI" in shown
    assert "Ada Berg" not in shown
    form = a.page_of(backfill, "open")
    assert desk.post(form, fields_of(desk.get(form)) | {"role": str(role.pk)}).status_code == 302
    assert "Rust engineer" in words_at(client, seat_of(placement))
    told = Notice.objects.filter(template="backfill.answered")
    assert set(told.values_list("recipient", flat=True)) == {lead_of(unit).pk}
    assert list(Event.objects.filter(noun="backfill").order_by("pk").values_list("verb", flat=True)) == [
        "backfill.requested",
        "backfill.opened",
    ]
    assert not Event.objects.filter(noun="backfill", subject__isnull=False).exists()


def test_move_that_is_not_announced_leaves_no_seat_to_be_seen() -> None:
    unit = led()
    placement, never = accepted(unit), f"{LEAD}seats/{f.campaign().public_id}/"
    client = signed_in(lead_of(unit))
    assert "No announced move to another role leaves a seat" in words_at(client, f"{LEAD}units/{unit.public_id}/")
    assert client.get(seat_of(placement)).status_code == client.get(never).status_code == 404
    with pytest.raises(NotVisible):
        request_backfill(placement, by=lead_of(unit), clock=at_then)
    announce_placement(placement, clock=f.clock_at(max(placement.announce_at, THEN + f.HOUR)))
    with pytest.raises(NotVisible):
        request_backfill(placement, by=lead_of(unit), clock=at_then)


def test_only_the_lead_of_the_unit_that_is_left_asks() -> None:
    placement = announced(led())
    others = [lead_of(led()), placement.employee, f.admin(), f.manager_of(placement.role)]
    for other in others:
        with pytest.raises(NotVisible):
            request_backfill(placement, by=other, clock=at_then)
    with pytest.raises(NotVisible):
        request_backfill(placement, by=PORTAL, clock=at_then)
    backfill = requested(placement)
    for other in others:
        with pytest.raises(NotVisible):
            withdraw_backfill(backfill, by=other, clock=at_then)


def test_seat_is_asked_for_once_at_a_time() -> None:
    backfill = requested()
    placement, lead = backfill.placement, lead_of(backfill.unit)
    with pytest.raises(NotAllowed, match="already"):
        request_backfill(placement, by=lead, clock=at_then)
    withdraw_backfill(backfill, by=lead, clock=at_then)
    with pytest.raises(NotAllowed, match="answered or withdrawn"):
        withdraw_backfill(backfill, by=lead, clock=at_then)
    again = requested(placement)
    decline_backfill(again, because="No budget.", by=f.admin(), clock=at_then)
    assert "No budget." in words_at(signed_in(lead), seat_of(placement))
    assert Backfill.objects.filter(placement=placement).count() == 2
    requested(placement)


def test_note_that_is_too_long_is_refused() -> None:
    placement = announced(led())
    with pytest.raises(Invalid, match="500"):
        request_backfill(placement, note="x" * 501, by=lead_of(placement.from_unit), clock=at_then)
    assert send(signed_in(lead_of(placement.from_unit)), seat_of(placement), note="x" * 501) == 400


def test_move_that_was_taken_back_leaves_no_seat() -> None:
    placement = announced(led(), at=THEN - 40 * f.DAY)
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    placement.refresh_from_db()
    return_in_trial(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR))
    with pytest.raises(NotAllowed, match="no seat is left"):
        request_backfill(placement, by=lead_of(placement.from_unit), clock=at_then)


def test_only_hr_that_may_read_the_move_answers_and_nobody_for_themselves() -> None:
    backfill, other = requested(), f.hr_partner(f.campaign(code="other"))
    for stranger in (f.EmployeeFactory.create(), other, lead_of(backfill.unit)):
        with pytest.raises(NotVisible):
            decline_backfill(backfill, because="No.", by=stranger, clock=at_then)
    with pytest.raises(NotVisible):
        decline_backfill(backfill, because="No.", by=PORTAL, clock=at_then)
    f.grant(lead_of(backfill.unit), "admin")
    with pytest.raises(NotAllowed, match="a colleague answers"):
        decline_backfill(backfill, because="No.", by=lead_of(backfill.unit), clock=at_then)
    assert signed_in(other).get(a.page_of(backfill)).status_code == 404
    assert signed_in(f.admin()).get(a.page_of(backfill)).status_code == 200


def test_stranger_names_no_role() -> None:
    backfill = requested()
    with pytest.raises(NotVisible):
        answer_backfill(backfill, f.role(unit=backfill.unit), by=PORTAL, clock=at_then)


def test_answer_names_an_open_role_of_the_unit_or_a_reason() -> None:
    backfill, admin = requested(), f.admin()
    elsewhere, closed = f.role(), f.role(unit=backfill.unit)
    with pytest.raises(Invalid, match="open role of the unit"):
        answer_backfill(backfill, elsewhere, by=admin, clock=at_then)
    with pytest.raises(Invalid, match="reason"):
        decline_backfill(backfill, because=" ", by=admin, clock=at_then)
    pause_role(closed, by=admin, clock=at_then)
    answer_backfill(backfill, closed, by=admin, clock=at_then)
    with pytest.raises(NotAllowed, match="answered"):
        answer_backfill(backfill, closed, by=admin, clock=at_then)


def test_withdrawing_by_page() -> None:
    backfill = requested()
    client, page = signed_in(lead_of(backfill.unit)), seat_of(backfill.placement)
    keys = fields_of(client.get(page), action="withdraw/")
    assert client.post(f"{page}withdraw/", keys).status_code == 302
    assert "Withdrawn" in words_at(client, page)
    assert client.post(f"{seat_of(announced(backfill.unit))}withdraw/", {}).status_code == 404
