"""When break-glass is open and when it ends, whatever happens at the same instant."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.at_once import at_once
from tests.glass import GLASSES, confirmed, page_of, proposed, scene
from tests.pages import THEN, signed_in, text_of, travel
from transfers import tasks
from transfers.actions.break_glasses import (
    confirm_break_glass,
    lapse_break_glass,
    refuse_break_glass,
    use_break_glass,
)
from transfers.actions.departures import record_departure
from transfers.actions.grants import end_grant
from transfers.errors import NotAllowed, NotVisible
from transfers.models import BreakGlass, Grant, Notice, Reading
from transfers.queries.break_glasses import get_lapsing_break_glasses
from transfers.queries.record_copies import get_record

pytestmark = pytest.mark.django_db

AT = f.clock_at(THEN)
OVER = f.clock_at(THEN + timedelta(minutes=60))


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def test_one_stands_at_a_time_and_three_are_proposed_a_day() -> None:
    of, proposer, second = scene()
    for minutes in range(3):
        glass = proposed(of, proposer, minutes=minutes)
        with pytest.raises(NotAllowed, match="already"):
            proposed(of, second, minutes=minutes)
        refuse_break_glass(glass, by=second, clock=f.clock_at(THEN + timedelta(minutes=minutes)))
    with pytest.raises(NotAllowed, match="3 within 24 hours"):
        proposed(of, proposer, minutes=3)
    proposed(of, second, minutes=3)


def test_copy_of_one_s_record_has_what_was_confirmed_alone() -> None:
    """Fails when it lists what waits or was refused: it would warn of what nobody decided on."""
    of, proposer, second = scene()
    refuse_break_glass(proposed(of, proposer), by=second, clock=AT)
    glass = proposed(of, proposer)

    def told() -> list[Any]:
        record = get_record(of.employee, THEN + f.DAY, opens=False)
        return [row["what"] for row in record["events"] if str(row["what"]).startswith("breakglass")]

    assert told() == []
    confirm_break_glass(glass, by=second, clock=AT)
    assert told() == ["breakglass.proposed", "breakglass.confirmed"]


def test_it_is_confirmed_within_a_day_and_used_within_an_hour() -> None:
    of, proposer, second = scene()
    glass = proposed(of, proposer)
    day = THEN + timedelta(hours=24)
    with pytest.raises(NotAllowed, match="within 24 hours"):
        confirm_break_glass(glass, by=second, clock=f.clock_at(day))
    confirm_break_glass(glass, by=second, clock=f.clock_at(day - timedelta(seconds=1)))
    with pytest.raises(NotAllowed, match="hour in which it was open to you is over"):
        use_break_glass(glass, by=proposer, clock=f.clock_at(day + timedelta(minutes=60)))
    assert not Reading.objects.exists()


def test_worker_lets_go_of_what_nobody_decided_on_or_used() -> None:
    of, proposer, second = scene()
    waiting, opened = proposed(f.assignment(of.campaign), proposer), confirmed(of, proposer, second)
    for before in (THEN + timedelta(minutes=59), THEN):
        assert opened.pk not in get_lapsing_break_glasses(before)
    for glass in (waiting, opened):
        with pytest.raises(NotAllowed):
            lapse_break_glass(glass, clock=AT)
        with pytest.raises(NotVisible):
            lapse_break_glass(glass, by=second, clock=OVER)
    travel(THEN + timedelta(hours=24))
    ids = get_lapsing_break_glasses(THEN + timedelta(hours=24))
    tasks.lapse_break_glasses(break_glass_ids=ids)
    tasks.lapse_break_glasses(break_glass_ids=ids)
    assert {glass.pk: glass.status for glass in BreakGlass.objects.all()} == {
        waiting.pk: "refused",
        opened.pk: "ended",
    }
    with pytest.raises(NotAllowed):
        use_break_glass(opened, by=proposer, clock=AT)


def of_admin(person: Employee) -> Grant:
    return Grant.objects.get(employee=person, kind="admin", status="confirmed")


@pytest.mark.parametrize("who", ["proposer", "second"])
def test_it_ends_with_the_right_of_either(who: str) -> None:
    of, proposer, second = scene()
    f.admin(), f.admin()
    glass = confirmed(of, proposer, second)
    end_grant(of_admin(proposer if who == "proposer" else second), by=f.admin(), clock=AT)
    glass.refresh_from_db()
    assert glass.status == "ended"
    with pytest.raises((NotAllowed, NotVisible)):
        use_break_glass(glass, by=proposer, clock=AT)


@pytest.mark.parametrize("status", ["proposed", "confirmed"])
def test_it_ends_when_the_person_leaves(status: str) -> None:
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second) if status == "confirmed" else proposed(of, proposer)
    record_departure(of.employee, THEN.date(), by=second, clock=AT)
    glass.refresh_from_db()
    assert glass.status == ("ended" if status == "confirmed" else "refused")


@pytest.mark.parametrize(("who", "refusal"), [("proposer", NotVisible), ("second", NotAllowed)])
def test_it_is_not_open_once_either_enters_the_chain(who: str, refusal: type[Exception]) -> None:
    """Asked again at reading: what was confirmed before is no answer."""
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    Employee.objects.filter(pk=of.employee_id).update(manager=proposer if who == "proposer" else second)
    with pytest.raises(refusal):
        use_break_glass(glass, by=proposer, clock=AT)


def test_it_is_not_confirmed_once_its_proposer_enters_the_chain() -> None:
    of, proposer, second = scene()
    glass = proposed(of, proposer)
    Employee.objects.filter(pk=of.employee_id).update(manager=proposer)
    with pytest.raises(NotAllowed, match="Refuse it"):
        confirm_break_glass(glass, by=second, clock=AT)


def test_admin_lists_name_neither_it_nor_a_reading() -> None:
    of, proposer, second = scene()
    use_break_glass(confirmed(of, proposer, second), by=proposer, clock=AT)
    travel(THEN + timedelta(days=2))
    pages = text_of(signed_in(second).get("/admin/transfers/event/"))
    assert "breakglass" not in pages
    assert "choice.read" not in pages


def test_pages_need_a_second_factor_outside_the_demonstration(settings: Any) -> None:
    of, proposer, _second = scene()
    glass = proposed(of, proposer)
    settings.DEMO = ""
    for path in (GLASSES, GLASSES + "propose/", page_of(glass)):
        assert signed_in(proposer).get(path, secure=True).status_code == 302


def outcomes(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_at_once_it_opens_once() -> None:
    of, proposer, second = scene()
    third = f.admin()
    glass = proposed(of, proposer)
    done = at_once([partial(confirm_break_glass, glass, by=by, clock=AT) for by in (second, third)])
    assert outcomes(done) == ["BreakGlass", "NotAllowed"]
    assert Notice.objects.filter(template="breakglass.confirmed", channel="inbox").count() == 1


@pytest.mark.django_db(transaction=True)
def test_read_by_two_windows_at_once_it_is_read_once() -> None:
    """Without the lock both pass the check; then transition.py's compare-and-set lets one through."""
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    done = at_once([lambda: use_break_glass(glass, by=proposer, clock=AT)] * 3)
    assert outcomes(done) == ["NotAllowed", "NotAllowed", "Reading"]
    assert Reading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["lapse", "refuse", "end the right"])
def test_reading_against_its_end_is_one_or_the_other(other: str) -> None:
    of, proposer, second = scene()
    f.admin(), f.admin()
    ending = f.admin()
    glass = confirmed(of, proposer, second)
    against = {
        "lapse": lambda: lapse_break_glass(glass, clock=OVER),
        "refuse": lambda: refuse_break_glass(glass, by=second, clock=AT),
        "end the right": lambda: end_grant(of_admin(second), by=ending, clock=AT),
    }[other]
    done = at_once([lambda: use_break_glass(glass, by=proposer, clock=AT), against])
    glass.refresh_from_db()
    was_read = isinstance(done[0], Reading)
    assert was_read == (glass.status == "used") == Reading.objects.exists(), done
    if other == "refuse":
        assert was_read
