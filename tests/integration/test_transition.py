"""The single writer of status: compare-and-set, stamps and Events, one row or many."""

from datetime import timedelta

import pytest

from tests.rows import AT, Rows
from transfers import transition
from transfers.models import Candidacy, Event, Grant, Notice
from transfers.sight.actor import PORTAL
from transfers.transition import StatusChanged

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


@pytest.fixture
def rows() -> Rows:
    return Rows()


def proposed_grant(rows: Rows) -> Grant:
    grant = Grant(kind="auditor", employee=rows.other)
    transition.start(grant, "proposed", by=rows.person, at=AT)
    return grant


def test_start_stamps_the_row_and_leaves_its_event(rows: Rows) -> None:
    grant = Grant(kind="auditor", employee=rows.other)
    event = transition.start(grant, "proposed", by=rows.person, at=AT, subject=rows.other)
    grant.refresh_from_db()
    assert (grant.status, grant.proposed_at, grant.proposed_by) == ("proposed", AT, rows.person)
    assert (event.verb, event.noun, event.noun_id, event.to_status) == (
        "grant.proposed",
        "grant",
        grant.pk,
        "proposed",
    )
    assert event.actor is not None
    assert event.actor.employee == rows.person
    assert event.subject is not None
    assert event.subject.employee == rows.other


def test_start_in_a_later_status_is_refused(rows: Rows) -> None:
    with pytest.raises(StatusChanged):
        transition.start(Grant(kind="auditor", employee=rows.other), "ended", by=rows.person, at=AT)
    assert not Grant.objects.exists()


def test_move_stamps_the_row_and_leaves_its_event(rows: Rows) -> None:
    grant = proposed_grant(rows)
    event = transition.move(grant, "refused", by=PORTAL, at=LATER)
    grant.refresh_from_db()
    assert (grant.status, grant.refused_at, grant.refused_by) == ("refused", LATER, None)
    assert (event.from_status, event.to_status, event.actor) == ("proposed", "refused", None)


def test_move_of_a_row_that_another_moved_is_refused_and_leaves_no_event(rows: Rows) -> None:
    grant = proposed_grant(rows)
    stale = Grant.objects.get(pk=grant.pk)
    transition.move(grant, "refused", by=PORTAL, at=LATER)
    count = Event.objects.count()
    with pytest.raises(StatusChanged):
        transition.move(stale, "confirmed", by=PORTAL, at=LATER)
    assert Event.objects.count() == count


def test_move_that_is_not_lawful_is_refused(rows: Rows) -> None:
    with pytest.raises(StatusChanged):
        transition.move(proposed_grant(rows), "ended", by=PORTAL, at=LATER)


def test_entitlement_and_notice_move_without_an_event_of_their_own(rows: Rows) -> None:
    entitlement, notice = rows.row("entitlement"), rows.row("notice")
    count = Event.objects.count()
    transition.move_silently(entitlement, "suspended", by=PORTAL, at=LATER)
    transition.move_silently(notice, "sending", by=PORTAL, at=LATER, leased_until_at=LATER)
    assert Event.objects.count() == count


def test_noun_with_events_is_not_moved_silently(rows: Rows) -> None:
    with pytest.raises(StatusChanged):
        transition.move_silently(proposed_grant(rows), "refused", by=PORTAL, at=LATER)


def test_start_all_writes_one_event_a_row(rows: Rows) -> None:
    people = [rows.employee(f"p{n}") for n in range(3)]
    events = transition.start_all(
        [Candidacy(employee=person) for person in people], "open", by=PORTAL, at=AT, subject_field="employee_id"
    )
    assert [event.subject.employee for event in events if event.subject] == people
    assert set(Candidacy.objects.values_list("status", "open_at")) == {("open", AT)}


def test_move_all_moves_all_or_none(rows: Rows) -> None:
    people = [rows.employee(f"p{n}") for n in range(3)]
    candidacies = [Candidacy(employee=person) for person in people]
    transition.start_all(candidacies, "open", by=PORTAL, at=AT)
    transition.move(candidacies[0], "closed", by=people[0], at=AT)
    ids = [candidacy.pk for candidacy in candidacies]
    with pytest.raises(StatusChanged):
        transition.move_all(Candidacy, ids, "open", "closed", by=PORTAL, at=LATER)
    assert Candidacy.objects.filter(status="open").count() == 2
    assert len(transition.move_all(Candidacy, ids[1:], "open", "closed", by=PORTAL, at=LATER)) == 2
    assert not Notice.objects.exists()


def test_set_is_started_or_moved_only_as_the_table_of_statuses_says(rows: Rows) -> None:
    """Fails when the set-based ways skip the table, or a noun with Events is written without one."""
    grant = proposed_grant(rows)
    with pytest.raises(StatusChanged):
        transition.start_all([Grant(kind="admin", employee=rows.other)], "ended", by=PORTAL, at=AT)
    with pytest.raises(StatusChanged):
        transition.move_all(Grant, [grant.pk], "proposed", "ended", by=PORTAL, at=LATER)
    with pytest.raises(StatusChanged):
        transition.start_silently(Grant(kind="admin", employee=rows.other), "proposed", by=PORTAL, at=AT)
    assert [each.status for each in Grant.objects.all()] == ["proposed"]
