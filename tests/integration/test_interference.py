"""One person's acts change nothing, for anybody else, at any address: not a byte, not a header, not a line of a log.

Exceptions are data (tests/privacy/interference.py). Every id in every place: `python -m tests.audit interference`.
"""

from datetime import datetime
from uuid import uuid4

import pytest

from tests import factories as f
from tests.privacy.acts import ACTS, BASES, EXCEPTIONS, WATCHERS, Act, Watched, watch
from tests.privacy.interference import differing, owed, told, unlawful
from tests.privacy.viewers import Viewer
from transfers.errors import NotVisible
from transfers.models.grant import HR_PARTNER
from transfers.queries.cases import get_claim_in_case, get_open_case, get_placement_in_case, get_role
from transfers.queries.readings import show_reading
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

# An acceptance holds what comes before it: who accepts has filed, become a candidate and been offered a role. Those
# who lead the person and those who administer hear of no choice by itself either, whichever it is.
FEW = ("an acceptance",)
# Rounds are the affair of managers, and of those who administer. What a participant of a frozen one does meanwhile is
# no act of the person's, and is told with theirs in one look.
IN_ROUNDS, MEANWHILE = ("a place in rounds",), "a frozen list whose owner hides"
# what is told on every page is told on this one
HOME = frozenset({"transfers:home"})
OF_ROUNDS = (Viewer.MANAGER, Viewer.OTHER_MANAGER, Viewer.ADMIN)
SEALED = ("a rating", "a finding proposed")
CLOSEST = (Viewer.CHAIN, Viewer.ADMIN)
CHOICES = ("stay", "undraft")


def _both(one: str, other: str) -> Act:
    """Two people's acts, one after the other."""

    def done(of: Watched, at: datetime) -> None:
        ACTS[one](of, at)
        ACTS[other](of, at)

    return done


@pytest.mark.parametrize("viewer", WATCHERS)
def test_choice_and_acceptance_tell_nobody_else_anything(viewer: Viewer) -> None:
    """Fails for an admin when the list of Events or a count of messages holds what was recorded today, and for
    everybody when free seats count placements before their announcement."""
    of = watch()
    nothing = told(of, ACTS["nothing"], viewer)
    acts = (*FEW, *(CHOICES if viewer in CLOSEST else ()), *(IN_ROUNDS if viewer in OF_ROUNDS else ()))
    together = MEANWHILE if viewer in OF_ROUNDS else "nothing"
    after = {act: told(of, _both(act, together if act in FEW else "nothing"), viewer) for act in acts}
    for act, answers in after.items():
        assert unlawful(differing(nothing, answers), act, viewer) == [], act
    if viewer in CLOSEST:  # and so stay and undraft are told alike
        assert differing(after["stay"], after["undraft"]) == []


@pytest.mark.parametrize("viewer", [Viewer.MANAGER, Viewer.PARTNER, Viewer.ADMIN])
def test_rating_and_finding_tell_nobody_of_them(viewer: Viewer) -> None:
    """Another manager of a visible candidate, who serves them and who administers learn no rating, nor that there is
    one; a finding is told to its reviewer alone."""
    of = watch()
    before = told(of, ACTS["a visible candidacy"], viewer)
    # whom all of an act may be told needs no look at it
    for act in (act for act in SEALED if EXCEPTIONS.get((act, viewer), HOME) is not None):
        after = told(of, ACTS[act], viewer)
        assert unlawful(differing(before, after), act, viewer) == [], act


def test_exceptions_are_told_something() -> None:
    """An exception that nobody needs is none."""
    of = watch()
    for (act, viewer), only in EXCEPTIONS.items():
        base = BASES.get(act, "nothing")
        before, after = (told(of, ACTS[each], viewer, only=HOME if only is None else only) for each in (base, act))
        assert differing(before, after) != [], (act, viewer)


def test_announcement_is_told_to_the_chain() -> None:
    of = watch()
    only = frozenset({"transfers:shortages"})
    nothing, after = (told(of, ACTS[act], Viewer.CHAIN, only=only) for act in ("nothing", "an announcement"))
    assert differing(nothing, after) != []


@pytest.mark.parametrize("act", [name for name in ACTS if name not in ("nothing", "an announcement")])
def test_act_owes_a_message_to_nobody_but_whom_it_concerns(act: str) -> None:
    """The manager of the role learns what became of their claim, who serves the person is asked to review a finding;
    nobody else hears anything."""
    of = watch()
    concerned = {
        "an acceptance": {of.elsewhere},
        "an acceptance of the viewing manager's role": {of.role},
    }.get(act, set())
    from_grants = {grant.employee.name for role in concerned for grant in role.grants.all()}
    if act == "a finding proposed":
        from_grants |= {grant.employee.name for grant in of.assignment.campaign.grants.filter(kind=HR_PARTNER)}
    assert set(owed(of, act)) <= from_grants


def test_partner_finds_in_a_case_only_what_is_that_person_s() -> None:
    """Fails when a look-up of one thing answers with nothing in place of the 404 of a thing that never was."""
    at, partner = f.NOW, f.hr_partner(f.campaign())
    claim = f.claim()
    other = f.EmployeeFactory.create()
    for find in (
        lambda: get_open_case(PORTAL, other.public_id, at),
        lambda: get_open_case(partner, other.public_id, at),
        lambda: get_open_case(partner, uuid4(), at),
        lambda: get_claim_in_case(partner, other, claim.public_id, at),
        lambda: get_placement_in_case(partner, other, uuid4(), at),
        lambda: get_role(uuid4()),
        lambda: show_reading(partner, uuid4(), at),
    ):
        with pytest.raises(NotVisible):
            find()
