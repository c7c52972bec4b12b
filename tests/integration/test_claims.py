"""Claims: who may make one, and every way one ends."""

import pytest

from tests import factories as f
from transfers.actions.claims import expire_claim, offer_claim, withdraw_claim
from transfers.errors import Invalid, NotVisible
from transfers.models import Claim
from transfers.permissions.claims import ClaimNotOpen

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["offered", "accepted", "declined", "expired", "withdrawn", "superseded"])
def test_a_claim_reaches_every_status(status):
    claim = f.claim_at(status)
    assert claim.status == status
    claim.role.refresh_from_db()
    assert claim.role.taken == (1 if status in ("offered", "accepted") else 0)


@pytest.mark.parametrize("status", ["pending", "cancelled", "finalised", "settled", "returned"])
def test_a_placement_reaches_every_status(status):
    placement = f.placement_at(status)
    assert placement.status == status


def test_offer_lies_in_the_role_s_band_and_says_its_terms():
    """Fails when an offer of another level, or of terms that say nothing, reaches a person."""
    role, person = f.role(), f.undrafted().employee
    f.candidate(person)
    for given, field in (
        ({"level": 7}, "level"),
        ({"level": 3}, "level"),
        ({"terms": f.terms() | {"pay": {"statement": "stated", "text": " ", "ask": ""}}}, "terms"),
    ):
        offered = {"terms": f.terms(), "level": 5, "start_on": f.NOW.date() + 10 * f.DAY} | given
        with pytest.raises(Invalid) as refusal:
            offer_claim(role, person, **offered, by=f.manager_of(role), clock=f.clock_at(f.NOW))
        assert refusal.value.field == field
    assert not Claim.objects.exists()


def test_offer_is_withdrawn_with_a_reason_and_expired_by_the_portal_alone():
    claim = f.claim()
    with pytest.raises(Invalid) as refusal:
        withdraw_claim(claim, because="  ", by=f.manager_of(claim.role), clock=f.clock_at(f.NOW))
    assert refusal.value.field == "because"
    with pytest.raises(NotVisible):
        expire_claim(claim, by=f.manager_of(claim.role), clock=f.clock_at(claim.expires_at))
    with pytest.raises(ClaimNotOpen):
        expire_claim(claim, clock=f.clock_at(claim.expires_at - f.HOUR))
    claim.refresh_from_db()
    assert claim.status == "offered"
