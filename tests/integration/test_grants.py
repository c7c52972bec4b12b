"""The right to act: proposed by one, confirmed by another, dated, ended."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.factories import DAY, NOW, clock_at
from transfers.actions.grants import (
    GrantStands,
    Proposal,
    confirm_grant,
    confirm_grant_batch,
    propose_grant,
    propose_grants_in_batch,
    refuse_grant,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Event, Notice
from transfers.models.grant import ADMIN, AUDITOR, HIRING_MANAGER, HR_PARTNER
from transfers.sight.actor import PORTAL
from transfers.sight.candidates import candidates_visible_to
from transfers.sight.hats import is_hiring_manager
from transfers.transition import StatusChanged

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def test_proposer_does_not_confirm_their_own_proposal() -> None:
    ada = f.admin()
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=ada, clock=now)
    with pytest.raises(NotAllowed):
        confirm_grant(grant, by=ada, clock=now)


def test_nobody_proposes_or_confirms_a_right_for_themselves() -> None:
    ada, ben = f.admin(), f.admin()
    with pytest.raises(NotAllowed):
        propose_grant(AUDITOR, ada, by=ada, clock=now)
    grant = propose_grant(AUDITOR, ben, by=ada, clock=now)
    with pytest.raises(NotAllowed):
        confirm_grant(grant, by=ben, clock=now)


def test_hr_partner_governs_hiring_managers_only() -> None:
    partner = f.hr_partner(f.campaign())
    role = f.role()
    propose_grant(HIRING_MANAGER, f.EmployeeFactory.create(), role=role, by=partner, clock=now)
    with pytest.raises(NotAllowed):
        propose_grant(ADMIN, f.EmployeeFactory.create(), by=partner, clock=now)


def test_others_find_no_such_page() -> None:
    with pytest.raises(NotVisible):
        propose_grant(ADMIN, f.EmployeeFactory.create(), by=f.EmployeeFactory.create(), clock=now)


def test_same_right_is_not_proposed_twice() -> None:
    ada, cleo = f.admin(), f.EmployeeFactory.create()
    propose_grant(AUDITOR, cleo, by=ada, clock=now)
    with pytest.raises(GrantStands):
        propose_grant(AUDITOR, cleo, by=ada, clock=now)


def test_right_names_its_campaign_or_role() -> None:
    ada = f.admin()
    with pytest.raises(Invalid) as refusal:
        propose_grant(HR_PARTNER, f.EmployeeFactory.create(), by=ada, clock=now)
    assert refusal.value.field == "campaign"


def test_refused_right_gives_nothing_and_cannot_be_confirmed() -> None:
    ada, ben = f.admin(), f.admin()
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=ada, clock=now)
    refuse_grant(grant, by=ben, clock=now)
    with pytest.raises(StatusChanged):
        confirm_grant(grant, by=ben, clock=now)


def test_dated_right_ends_with_its_last_day() -> None:
    ada, ben, cleo = f.admin(), f.admin(), f.EmployeeFactory.create()
    role = f.role()
    grant = propose_grant(HIRING_MANAGER, cleo, role=role, ends_on=NOW.date(), by=ada, clock=now)
    confirm_grant(grant, by=ben, clock=now)
    assert is_hiring_manager(cleo, NOW + timedelta(hours=10))
    assert not is_hiring_manager(cleo, NOW + DAY)


def test_confirming_a_hiring_manager_ends_the_former_ones_right() -> None:
    ada, ben, cleo = f.admin(), f.admin(), f.EmployeeFactory.create()
    role = f.role()
    former = f.manager_of(role)
    confirm_grant(propose_grant(HIRING_MANAGER, cleo, role=role, by=ada, clock=now), by=ben, clock=now)
    assert f.manager_of(role) == cleo
    assert Notice.objects.filter(recipient=former, template="grant.ended", channel="inbox").exists()


def test_candidates_are_told_before_a_new_manager_sees_them() -> None:
    ada, ben, cleo = f.admin(), f.admin(), f.EmployeeFactory.create()
    role = f.role()
    reached, unseen = f.candidate().employee, f.candidate(visibility="rounds").employee
    confirm_grant(propose_grant(HIRING_MANAGER, cleo, role=role, by=ada, clock=now), by=ben, clock=now)
    told = Notice.objects.filter(template="visibility.manager_joined", channel="inbox")
    assert [notice.recipient for notice in told] == [reached]
    assert unseen not in {notice.recipient for notice in told}
    assert not candidates_visible_to(cleo, role, NOW).exists()
    assert candidates_visible_to(cleo, role, NOW + DAY).get().employee == reached


def test_batch_is_confirmed_at_once_by_another_person() -> None:
    ada, ben = f.admin(), f.admin()
    roles = [f.role() for _ in range(3)]
    rows = [Proposal(HIRING_MANAGER, f.EmployeeFactory.create().pk, role_id=role.pk) for role in roles]
    made = propose_grants_in_batch([*rows, rows[0]], by=ada, clock=now)
    assert len(made) == 3
    batch = made[0].batch
    assert batch is not None
    with pytest.raises(NotAllowed):
        confirm_grant_batch(batch, by=ada, clock=now)
    assert confirm_grant_batch(batch, by=ben, clock=now) == 3
    assert [f.manager_of(role).pk for role in roles] == [row.employee_id for row in rows]
    assert propose_grants_in_batch(rows, by=PORTAL, clock=now) == []


def test_batch_leaves_the_confirming_persons_own_right_to_another() -> None:
    ada, ben = f.admin(), f.admin()
    rows = [Proposal(AUDITOR, ben.pk), Proposal(AUDITOR, f.EmployeeFactory.create().pk)]
    made = propose_grants_in_batch(rows, by=PORTAL, clock=now)
    assert made[0].batch is not None
    assert confirm_grant_batch(made[0].batch, by=ben, clock=now) == 1
    assert confirm_grant_batch(made[0].batch, by=ada, clock=now) == 1


def test_proposal_is_told_to_those_who_may_confirm_it() -> None:
    ada, ben, cleo = f.admin(), f.admin(), f.EmployeeFactory.create()
    grant = propose_grant(AUDITOR, cleo, by=ada, clock=now)
    told = Notice.objects.filter(template="grant.proposed", channel="inbox")
    assert [notice.recipient for notice in told] == [ben]
    event = Event.objects.get(noun="grant", noun_id=grant.pk)
    assert (event.verb, event.body) == ("grant.proposed", {})


def test_outsiders_neither_propose_nor_confirm_a_batch_nor_refuse_a_right() -> None:
    """Fails when one of the three does not ask who may govern this kind of right."""
    ada, outsider = f.admin(), f.EmployeeFactory.create()
    rows = [Proposal(AUDITOR, f.EmployeeFactory.create().pk)]
    with pytest.raises(NotVisible):
        propose_grants_in_batch(rows, by=outsider, clock=now)
    made = propose_grants_in_batch(rows, by=ada, clock=now)[0]
    assert made.batch is not None
    with pytest.raises(NotVisible):
        confirm_grant_batch(made.batch, by=outsider, clock=now)
    with pytest.raises(NotVisible):
        refuse_grant(made, by=outsider, clock=now)
    made.refresh_from_db()
    assert made.status == "proposed"


def test_role_is_named_with_a_hiring_manager_and_with_nobody_else() -> None:
    with pytest.raises(Invalid) as refusal:
        propose_grant(HIRING_MANAGER, f.EmployeeFactory.create(), by=f.admin(), clock=now)
    assert refusal.value.field == "role"


def test_batch_with_two_managers_for_one_role_is_not_confirmed() -> None:
    ada, ben, role = f.admin(), f.admin(), f.role()
    before = f.manager_of(role)
    rows = [Proposal(HIRING_MANAGER, f.EmployeeFactory.create().pk, role_id=role.pk) for _ in range(2)]
    batch = propose_grants_in_batch(rows, by=ada, clock=now)[0].batch
    assert batch is not None
    with pytest.raises(NotAllowed, match="two hiring managers"):
        confirm_grant_batch(batch, by=ben, clock=now)
    assert f.manager_of(role) == before
