"""What one person may do while everybody watches, and who may be told what of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Employee
from tests import factories as f
from tests import findings, rounds
from tests.pages import THEN
from tests.privacy.scene import Scene
from tests.privacy.viewers import Viewer
from transfers.actions.acceptance import accept_claim
from transfers.actions.candidacies import save_visibility
from transfers.actions.claims import offer_claim
from transfers.actions.placements import announce_placement
from transfers.actions.ratings import rate_candidate
from transfers.models import Assignment, Candidacy, Claim, Role, Round
from transfers.models.candidacy import NOBODY, QUALIFYING, ROUNDS


@dataclass
class Watched:
    """One person whom everybody watches, and who may offer them what; and somebody in a round that is frozen."""

    scene: Scene
    assignment: Assignment
    role: Role  # its manager is Viewer.MANAGER
    elsewhere: Role  # its manager is no viewer
    round: Round
    participant: Assignment

    @property
    def person(self) -> Employee:
        return self.assignment.employee


def watch() -> Watched:
    """The scene with a person in it of whom nothing is filed, and a case that is open."""
    scene = Scene()
    assignment, participant = scene.member(scene.campaign), scene.member(scene.campaign)
    scene.viewers[Viewer.PARTNER] = scene.partner = scene.partner_at(assignment.employee)
    to_clear, at = f.role(), THEN - f.HOUR
    f.file(participant, "undraft", at=at - f.HOUR)
    f.candidate(participant.employee, visibility=ROUNDS, ranked=[to_clear])
    frozen = rounds.frozen([to_clear], at=at)
    return Watched(scene, assignment, scene.role, f.role(seats=2), frozen, participant)


# --- what may be done ------------------------------------------------------------------------------------------


def _stay(of: Watched, at: datetime) -> None:
    f.file(of.assignment, "stay", at=at)


def _undraft(of: Watched, at: datetime) -> None:
    f.file(of.assignment, "undraft", at=at)


def _ready(of: Watched, at: datetime) -> None:
    """Open to a move, and visible to nobody yet."""
    _undraft(of, at)
    _show(of, NOBODY, at)


def _visible(of: Watched, at: datetime) -> None:
    _undraft(of, at)
    _show(of, QUALIFYING, at)


def _in_rounds(of: Watched, at: datetime) -> None:
    """Visible to rounds alone: a later one counts them."""
    _undraft(of, at)
    _show(of, ROUNDS, at)


def _gone_from_round(of: Watched, at: datetime) -> None:
    """Somebody whose list is frozen hides; the round counts them as gone when it is run."""
    person, clock = of.participant.employee, f.clock_at(at)
    save_visibility(
        person, NOBODY, excluded=[], seen_at=at, seen_version=person.candidacy.version, by=person, clock=clock
    )


def _stay_in_round(of: Watched, at: datetime) -> None:
    f.file(of.participant, "stay", at=at)


def _rated(of: Watched, at: datetime) -> None:
    _visible(of, at)
    role = of.elsewhere
    rate_candidate(role, _candidacy(of), 2, seen_version=0, by=f.manager_of(role), clock=f.clock_at(at))


def _found(of: Watched, at: datetime) -> None:
    _visible(of, at)
    findings.proposed(of.elsewhere, _candidacy(of), at=at)


def _candidacy(of: Watched) -> Candidacy:
    return Candidacy.objects.get(employee=of.person)


def _show(of: Watched, visibility: str, at: datetime) -> None:
    person, clock = of.person, f.clock_at(at)
    shown = save_visibility(person, visibility, excluded=[], seen_at=at, seen_version=0, by=person, clock=clock)
    # made anew by each act, and the same in each: an address with another id tells of nothing
    Candidacy.objects.filter(pk=shown.pk).update(public_id=person.public_id)


def _claim(of: Watched, at: datetime, role: Role) -> Claim:
    _visible(of, at)
    start_on, by = at.date() + 15 * f.DAY, f.manager_of(role)
    return offer_claim(role, of.person, terms=f.terms(), level=5, start_on=start_on, by=by, clock=f.clock_at(at))


def _claimed(of: Watched, at: datetime) -> None:
    _claim(of, at, of.elsewhere)


def _accepted(of: Watched, at: datetime) -> None:
    accept_claim(_claim(of, at, of.elsewhere), by=of.person, clock=f.clock_at(at))


def _accepted_here(of: Watched, at: datetime) -> None:
    accept_claim(_claim(of, at, of.role), by=of.person, clock=f.clock_at(at))


def _announced(of: Watched, at: datetime) -> None:
    placement = accept_claim(
        _claim(of, at - 10 * f.DAY, of.elsewhere), by=of.person, clock=f.clock_at(at - 10 * f.DAY)
    )
    announce_placement(placement, clock=f.clock_at(max(placement.announce_at, at)))


def _nothing(_of: Watched, _at: datetime) -> None:
    """The world as it is."""


Act = Callable[[Watched, datetime], None]
ACTS: Mapping[str, Act] = {
    "nothing": _nothing,
    "stay": _stay,
    "undraft": _undraft,
    "a candidacy": _ready,
    "a visible candidacy": _visible,
    "a claim": _claimed,
    "an acceptance": _accepted,
    "an acceptance of the viewing manager's role": _accepted_here,
    "a place in rounds": _in_rounds,
    "a rating": _rated,
    "a finding proposed": _found,
    "a frozen list whose owner hides": _gone_from_round,
    "a frozen list whose owner stays": _stay_in_round,
    "an announcement": _announced,
}
# Acts of who takes part in the frozen round, not of the person.
BY_PARTICIPANT = ("a frozen list whose owner hides", "a frozen list whose owner stays")
# What an act is compared with; the others with nothing. Who hears of a candidate hears nothing more by these.
BASES: Mapping[str, str] = dict.fromkeys(("a rating", "a finding proposed"), "a visible candidacy")
# What their visibility shows a manager: the role's pool, and the pages of who stands in it.
_POOLS = frozenset(
    f"transfers:hiring_{page}"
    for page in ("pool", "compare", "roles", "claims", "profile", "offer", "rate", "finding")
)
_CASE = frozenset({"transfers:case", "transfers:case_offer"})
# Who may be told what of an act, beside its person. Nobody else is told anything of any act before its announcement.
EXCEPTIONS: Mapping[tuple[str, Viewer], frozenset[str] | None] = {
    ("a visible candidacy", Viewer.MANAGER): _POOLS,
    ("a claim", Viewer.MANAGER): _POOLS,
    # everywhere: each page marks that there is a new message, and this manager has one
    ("an acceptance of the viewing manager's role", Viewer.MANAGER): None,
    ("a claim", Viewer.PARTNER): _CASE,
    # who serves the person is asked to review it, by a message that each page marks
    ("a finding proposed", Viewer.PARTNER): None,
    ("a finding proposed", Viewer.PARTNER_OUTSIDE): None,
    ("an acceptance", Viewer.PARTNER): _CASE,
    ("an acceptance of the viewing manager's role", Viewer.PARTNER): _CASE,
}
# An acceptance of somebody else's offer hides the candidate again: the manager is back where nothing was done.
WATCHERS = tuple(viewer for viewer in Viewer if viewer is not Viewer.PERSON)
