"""The terms of today's job, recorded anew: a new version with a reason, the old one stays, the person is told."""

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import Employee
from tests import admin as a
from tests import factories as f
from tests.at_once import at_once
from tests.engineer import offer
from tests.factories import NOW, clock_at
from tests.pages import THEN, signed_in, text_of, travel
from transfers import transition
from transfers.actions.terms_records import record_terms
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale, TransferError
from transfers.models import Assignment, Campaign, Event, Notice, TermsRecord
from transfers.queries.terms_records import get_standing_terms
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def changed(
    of: Assignment, by: Employee, *, version: int = 1, because: str = "The bands were redrawn."
) -> TermsRecord:
    terms = f.terms(pay=f"Band {version + 5}")
    return record_terms(of, terms, because=because, seen_version=version, by=by, clock=now)


def test_other_terms_are_a_new_version_and_every_earlier_one_stays() -> None:
    of = f.assignment(recorded_terms=f.terms(pay="Band 5"))
    partner = f.hr_partner(of.campaign)
    changed(of, partner)
    second = changed(of, partner, version=2, because="A correction.")
    of.refresh_from_db()
    assert of.recorded_terms["pay"]["text"] == "Band 5"
    assert [(row.version, row.terms["pay"]["text"], row.reason) for row in of.terms_records.all()] == [
        (2, "Band 6", "The bands were redrawn."),
        (3, "Band 7", "A correction."),
    ]
    assert get_standing_terms(of) == second.terms


def test_person_is_told_and_the_event_holds_no_term() -> None:
    of = f.assignment()
    changed(of, f.hr_partner(of.campaign))
    told = Notice.objects.filter(recipient=of.employee, template="assignment.terms_recorded")
    assert set(told.values_list("channel", flat=True)) == {"inbox", "mail"}
    assert Event.objects.get(verb="assignment.terms_recorded").body == {"version": 2}


def test_terms_are_recorded_by_who_serves_the_person_and_never_from_their_chain() -> None:
    """Fails without the permission: a lead would write down what their own report is paid."""
    of = f.assignment(employee=f.EmployeeFactory.create(manager=f.admin()))
    stranger, other = f.EmployeeFactory.create(), f.hr_partner(f.campaign())
    for who in (stranger, other, of.employee):
        with pytest.raises(NotVisible):
            changed(of, who)
    assert of.employee.manager is not None
    with pytest.raises(NotAllowed, match="chain"):
        changed(of, of.employee.manager)
    changed(of, f.admin())


def test_terms_wait_for_the_campaign_to_open() -> None:
    draft = Campaign(code="DRAFT", name="The draft")
    transition.start(draft, "preparing", by=PORTAL, at=NOW)
    with pytest.raises(NotAllowed, match="file"):
        changed(f.assignment(draft), f.admin())


def test_terms_without_a_reason_without_a_difference_or_from_an_old_page_are_refused() -> None:
    """Fails when the version that was seen is not compared: two partners would overwrite one another unread."""
    of = f.assignment()
    partner = f.hr_partner(of.campaign)
    with pytest.raises(Invalid, match="reason"):
        changed(of, partner, because=" ")
    with pytest.raises(Invalid, match="reason"):
        changed(of, partner, because="x" * 201)
    standing = changed(of, partner)
    with pytest.raises(Stale):
        changed(of, partner)
    with pytest.raises(Invalid, match="differs"):
        record_terms(of, standing.terms, because="Again.", seen_version=2, by=partner, clock=now)
    assert TermsRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_at_once_one_is_told_to_look_again() -> None:
    of = f.assignment()
    partners = [f.hr_partner(of.campaign) for _ in range(2)]
    outcomes = at_once([partial(changed, of, partner) for partner in partners])
    refused = [outcome for outcome in outcomes if isinstance(outcome, TransferError)]
    assert [type(each) for each in refused] == [Stale]
    assert TermsRecord.objects.count() == 1


# --- pages -----------------------------------------------------------------------------------------------------


def test_offers_stand_beside_the_terms_that_count_and_every_version_is_read() -> None:
    travel(THEN)
    of = f.assignment(f.campaign(deadline_at=THEN + 14 * f.DAY), recorded_terms=f.terms(pay="Band 5"))
    f.candidate(of.employee)
    page = f"/offers/{offer(of.employee, terms=f.terms(pay='Band 9')).public_id}/"
    client = signed_in(of.employee)
    assert "Band 5" in text_of(client.get(page))
    changed(of, f.hr_partner(of.campaign, name="Hedda"))
    shown = text_of(client.get(page))
    assert "Band 6" in shown
    assert "Band 5" not in shown
    terms = text_of(client.get("/my-record/terms/"))
    assert terms.index("Band 6") < terms.index("Band 5")
    assert "Hedda" in terms
    assert "The bands were redrawn." in terms


def test_terms_page_of_somebody_who_was_not_reassigned_says_so() -> None:
    travel(THEN)
    assert "No terms are recorded" in text_of(signed_in(f.EmployeeFactory.create()).get("/my-record/terms/"))


def test_partner_records_terms_in_the_admin() -> None:
    of = f.assignment(recorded_terms=f.terms(pay="Band 5"))
    client = a.signed_in(f.hr_partner(of.campaign))
    page = client.get(a.page_of(of, "terms"))
    fields = dict(page.context["form"].initial)
    assert fields["pay_text"] == "Band 5"
    sent = fields | {"form_key": str(uuid4()), "pay_text": "Band 6", "because": "A new band."}
    empty = client.post(a.page_of(of, "terms"), sent | {"pay_text": ""})
    assert empty.status_code == 400
    assert "Write what you state." in empty.content.decode()
    assert client.post(a.page_of(of, "terms"), sent).status_code == 302
    assert get_standing_terms(of) == f.terms(pay="Band 6")
    stale = client.post(a.page_of(of, "terms"), sent | {"form_key": str(uuid4()), "pay_text": "Band 7"})
    assert stale.status_code == 409
    assert "since this page was drawn" in stale.content.decode()


def test_terms_that_say_nothing_are_not_recorded() -> None:
    of = f.assignment()
    terms = f.terms() | {"pay": {"statement": "stated", "text": " ", "ask": ""}}
    with pytest.raises(Invalid, match="says nothing"):
        record_terms(of, terms, because="A reason.", seen_version=1, by=f.hr_partner(of.campaign), clock=now)
    assert not TermsRecord.objects.exists()
