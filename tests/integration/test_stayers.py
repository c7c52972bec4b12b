"""Who stays reads what that commits both sides to, and stays a person who may move."""

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.imports import load
from tests.pages import THEN, signed_in, text_of
from transfers.actions.acceptance import accept_claim
from transfers.actions.candidacies import save_visibility
from transfers.actions.claims import offer_claim
from transfers.actions.end_days import lapse_entitlement
from transfers.errors import NotVisible
from transfers.models import Candidacy, Claim
from transfers.models.candidacy import QUALIFYING
from transfers.models.terms import CAMPAIGN_TOPICS
from transfers.queries.choices import read_content
from transfers.queries.eligibility import get_door

pytestmark = pytest.mark.django_db

STATED = {
    "stay_commitment": "Both sides hold to it.",
    "stay_duties": "The duties of the letter.",
    "stay_length": "A year at most.",
    "stay_review": "In six months.",
    "stay_end": "On 30 June.",
}


@pytest.mark.case("stayers")
def test_everybody_reads_what_staying_commits_to_before_and_after_filing() -> None:
    """Duties, length, review and end day stand there whatever was filed; a line that is missing names whom to ask."""
    of = member()
    campaign = of.campaign
    f.hr_partner(campaign, name="Hanna Partner")
    assert set(STATED) <= set(CAMPAIGN_TOPICS)
    page, question = f"/stated/{of.public_id}/", f"/choice/{of.public_id}/"
    client = signed_in(of.employee)
    assert text_of(client.get(page)).count("Not stated: ask Hanna Partner") >= len(STATED)
    campaign.terms = {topic: {"statement": "stated", "text": text, "ask": ""} for topic, text in STATED.items()}
    campaign.save()
    for address in (page, question):
        shown = text_of(client.get(address))
        assert [text for text in STATED.values() if text not in shown] == []
    before = client.get(page).context["rows"]
    for option in ("stay", "undraft"):
        f.file(of, option, at=THEN)
        assert client.get(page).context["rows"] == before
    assert signed_in(f.assignment(campaign).employee).get(page).status_code == 404


@pytest.mark.case("stayers")
def test_priority_that_lapses_is_never_a_stay() -> None:
    of = f.undrafted()
    lapse_entitlement(f.entitlement_of(of.employee), clock=f.clock_at(f.NOW + 400 * f.DAY))
    content = read_content(of.choices.get())
    assert content is not None
    assert content["option"] == "undraft"
    assert of.choices.count() == 1


@pytest.mark.case("stayers")
def test_who_stays_is_a_candidate_on_own_request_without_priority() -> None:
    of = f.assignment()
    person = of.employee
    f.file(of, "stay")
    now = f.clock_at(f.NOW + f.HOUR)
    save_visibility(person, QUALIFYING, excluded=[], seen_at=f.NOW, seen_version=0, by=person, clock=now)
    assert Candidacy.objects.get(employee=person).status == "open"
    assert not of.entitlements.exists()
    claim = f.claim(f.role(), person, at=f.NOW + f.DAY)
    assert accept_claim(claim, by=person, clock=f.clock_at(f.NOW + 2 * f.DAY)).status == "pending"


# --- a profile that changes under an offer -------------------------------------------------------------------------


def promoted(person: Employee) -> None:
    """A file of people that says another level and fewer skills, by which no role of the tests is open to them."""
    load("people", f"hr_id,level,skills\n{person.hr_id},9,python:1", clock=f.clock_at(f.NOW + f.HOUR))
    person.refresh_from_db()
    assert person.level == 9


@pytest.mark.case("promotion or profile change while claimed")
def test_offer_stands_on_its_terms_when_its_holder_is_promoted() -> None:
    """Fails when accepting asks eligibility again: an offer would be lost by what its holder did not do."""
    claim = f.claim()
    promoted(claim.employee)
    placement = accept_claim(claim, by=claim.employee, clock=f.clock_at(f.NOW + 2 * f.HOUR))
    claim.refresh_from_db()
    assert (claim.status, claim.level, claim.terms) == ("accepted", 5, f.terms())
    assert placement.claim == claim


@pytest.mark.case("promotion or profile change while claimed")
def test_new_claim_asks_eligibility_again_after_a_promotion() -> None:
    standing = f.claim()
    person, other = standing.employee, f.role()
    assert get_door(other, f.NOW).let_in([person])
    promoted(person)
    with pytest.raises(NotVisible):
        offer_claim(
            other,
            person,
            terms=f.terms(),
            level=5,
            start_on=f.NOW.date() + 10 * f.DAY,
            by=f.manager_of(other),
            clock=f.clock_at(f.NOW + 2 * f.HOUR),
        )
    assert Claim.objects.get(employee=person).status == "offered"
