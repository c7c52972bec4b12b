"""Claims: who may make one, and every way one ends."""

import pytest

from tests import factories as f

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
