"""Who a person was, and what others wrote about them, goes 18 months after they left; their history stays."""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField

from tests import factories as f
from tests import findings, rounds
from tests.factories import DAY, HOUR, NOW, clock_at
from transfers.actions.break_glasses import propose_break_glass
from transfers.actions.cases import open_case
from transfers.actions.departures import record_departure
from transfers.actions.findings import answer_finding
from transfers.actions.people import change_manager
from transfers.actions.readings import read_choice
from transfers.actions.retention import (
    forget_person,
)
from transfers.actions.terms_records import record_terms
from transfers.errors import NotAllowed, NotVisible
from transfers.models import (
    Ballot,
    ChoiceKey,
    Event,
    ManagerChange,
    Pseudonym,
    Reading,
    TermsRecord,
)
from transfers.models.triggers import ERASED
from transfers.queries.retention import (
    KEPT,
    get_people_to_forget,
    get_words_about,
)
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


def test_pseudonym_of_a_person_who_left_loses_its_person_and_history_stays() -> None:
    person = f.claim().employee
    record_departure(person, NOW.date(), by=PORTAL, clock=clock_at(NOW + HOUR))
    events = Event.objects.filter(subject__employee=person).count()
    code = Pseudonym.objects.get(employee=person).code
    late = NOW + KEPT + DAY
    assert get_people_to_forget(late) == []  # the key of what they filed stands
    ChoiceKey.objects.update(key=None, destroyed_at=late)
    assert get_people_to_forget(NOW + KEPT - DAY) == []
    assert get_people_to_forget(late) == [person.pk]
    with pytest.raises(NotAllowed):
        forget_person(person, clock=clock_at(NOW + DAY))
    with pytest.raises(NotVisible):
        forget_person(person, by=f.admin(), clock=clock_at(late))
    forget_person(person, clock=clock_at(late))
    assert not Event.objects.filter(subject__employee=person).exists()
    assert Event.objects.filter(subject__code=code).count() == events
    assert get_people_to_forget(late) == []


def test_ballot_of_who_is_forgotten_is_nobodys() -> None:
    role = f.role()
    person = rounds.wishes(role).employee
    made = rounds.published([role])
    record_departure(person, NOW.date(), by=PORTAL, clock=clock_at(NOW + HOUR))
    forget_person(person, clock=clock_at(NOW + KEPT + DAY))
    assert not Ballot.objects.filter(employee=person).exists()
    assert made.ballots.get().lines


def test_words_about_a_person_who_left_go_with_their_name() -> None:
    """Fails without any line of the list of words: every text about one person that the models have stands in it."""
    of = f.undrafted()
    person = of.employee
    change_manager(person, f.EmployeeFactory.create(), reason="A move.", by=PORTAL, clock=clock_at(NOW))
    record_terms(of, f.terms(pay="Band 6"), because="A rise.", seen_version=1, by=PORTAL, clock=clock_at(NOW))
    partner = f.hr_partner(of.campaign)
    open_case(person, "reading", by=partner, clock=clock_at(NOW))
    read_choice(of, "other", "A visa.", by=partner, clock=clock_at(NOW))
    glass = propose_break_glass(of, "duty", "A court.", by=f.admin(), clock=clock_at(NOW))
    f.candidate(person)
    role = f.role()
    finding = findings.confirmed(role, person.candidacy)
    answer_finding(finding, "I disagree.", by=person, clock=clock_at(NOW))
    offer = f.claim(person=person)
    record_departure(person, NOW.date(), by=PORTAL, clock=clock_at(NOW + HOUR))
    ChoiceKey.objects.update(key=None, destroyed_at=NOW)
    forget_person(person, clock=clock_at(NOW + KEPT + DAY))
    for row, column in (
        (ManagerChange.objects.get(), "reason"),
        (TermsRecord.objects.get(), "reason"),
        (Reading.objects.get(), "note"),
        (glass, "note"),
        (offer, "withdrawn_because"),
        (finding, "reasons"),
        (finding, "answer"),
    ):
        row.refresh_from_db()
        assert getattr(row, column) == ERASED
    assert Reading.objects.get().purpose == "other"


def test_every_text_about_one_person_is_known_to_retention() -> None:
    """Fails with a new column of words on a row that leads to one person."""
    person = f.EmployeeFactory.create()
    known = {(rows.model, column) for rows, column in get_words_about(person)}
    found = {
        (model, field.name)
        for model in apps.get_app_config("transfers").get_models()
        for field in model._meta.fields
        if field.name in {"note", "reason"}
        or field.name.endswith(("_reason", "_because"))
        or type(field) is TextField
        if not field.choices and isinstance(field, CharField | TextField)
        if {each.name for each in model._meta.fields} & {"employee", "assignment"}
    }
    assert found - known == set()


def test_person_who_works_here_keeps_their_history() -> None:
    person = f.claim().employee
    assert person.pk not in get_people_to_forget(NOW + 10 * KEPT)
    with pytest.raises(NotAllowed):
        forget_person(person, clock=clock_at(NOW + 10 * KEPT))
