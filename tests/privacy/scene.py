"""One company, one life in every state, and everybody who might want to know of it.

The organisation above each person is the same, so that one chain manager, one HR partner and one hiring manager
stand in the same relation to every life.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import Employee
from tests import factories as f
from tests.counts import counted
from tests.pages import THEN, travel
from tests.privacy.viewers import Viewer
from transfers import ledger, transition
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.assignments import void_assignment
from transfers.actions.break_glasses import confirm_break_glass, propose_break_glass, refuse_break_glass
from transfers.actions.campaigns import archive_campaign, close_campaign
from transfers.actions.candidacies import close_candidacy
from transfers.actions.cases import open_case
from transfers.actions.claims import decline_claim, expire_claim, offer_claim, withdraw_claim
from transfers.actions.grants import end_grant, propose_grant, refuse_grant
from transfers.actions.placements import announce_placement, finalise_placement, return_in_trial, settle_placement
from transfers.actions.releases import propose_release
from transfers.actions.roles import AskedSkill, NewRole, close_role, create_role, pause_role
from transfers.models import (
    Assignment,
    BreakGlass,
    Campaign,
    Claim,
    Extension,
    FailingWork,
    Grant,
    HeldMove,
    Notice,
    Placement,
    Policy,
    Role,
)
from transfers.models.candidacy import NOBODY, QUALIFYING, ROUNDS
from transfers.models.grant import AUDITOR, HIRING_MANAGER
from transfers.models.notice import INBOX, MAIL
from transfers.queries.cases import PURPOSES
from transfers.queries.public_facts import forget_public_facts
from transfers.sight.actor import PORTAL

NEVER = "never existed"


@dataclass(frozen=True, slots=True)
class Life:
    """Things about one person at one point: a public id and a primary key by noun. Nobody's, where `person` is
    None: what belongs to no person, or was never there."""

    state: str
    person: Employee | None
    partner: Employee | None  # who serves the person and has their case open, for every purpose
    public: dict[str, str]
    keys: dict[str, int]

    def has(self, nouns: frozenset[str]) -> bool:
        return self.state == NEVER or nouns <= {*self.public} | {*self.keys}


@dataclass
class Scene:
    """Everybody, and every life, at THEN."""

    viewers: dict[Viewer, Employee | None] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)

    def __post_init__(self) -> None:
        travel(THEN)
        self.opened_at = THEN - 300 * f.DAY
        director = f.EmployeeFactory.create()
        lead = f.EmployeeFactory.create(manager=director)
        self.manager = f.EmployeeFactory.create(manager=lead, name="Chain Manager")
        self.task_force = f.UnitFactory.create(name="Applied AI", lead=lead)
        self.origin = f.UnitFactory.create(name="Origin", lead=f.EmployeeFactory.create())
        self.hiring, self.partner = f.EmployeeFactory.create(), f.EmployeeFactory.create()
        self.campaign = self._campaign("open")
        self.role = f.role(manager=self.hiring, seats=99)
        self.admin = f.admin()
        self.peer = self.member(self.campaign)
        other = self.member(self.campaign).employee
        self.viewers = {
            Viewer.SIGNED_OUT: None,
            Viewer.EMPLOYEE: f.EmployeeFactory.create(),
            Viewer.PEER: self.peer.employee,
            Viewer.CHAIN: self.manager,
            Viewer.MANAGER: self.hiring,
            Viewer.OTHER_MANAGER: f.manager_of(f.role(skills={"cobol": 5})),
            Viewer.PARTNER: self.partner,
            Viewer.PARTNER_OUTSIDE: f.hr_partner(self.campaign),
            Viewer.OTHER_PARTNER: f.hr_partner(f.campaign(code="other")),
            Viewer.ADMIN: self.admin,
        }
        self.grant = Grant.objects.get(role=self.role)
        f.grant(self.viewers[Viewer.PARTNER_OUTSIDE] or other, "hr_partner", campaign=self._campaign("second"))

    # --- what lives are made of --------------------------------------------------------------------------------
    def _campaign(self, code: str, **fields: Any) -> Campaign:
        made = f.campaign(
            code=code,
            opened_at=self.opened_at,
            deadline_at=fields.pop("deadline_at", THEN + 14 * f.DAY),
            after_end="origin",
            **fields,
        )
        f.grant(self.partner, "hr_partner", campaign=made)
        return made

    def member(self, campaign: Campaign, **fields: Any) -> Assignment:
        person = f.EmployeeFactory.create(unit=self.task_force, manager=self.manager)
        return f.assignment(campaign, person, origin_unit=self.origin, **fields)

    def _filed(self, option: str = "undraft", *, at: datetime = THEN - f.DAY) -> Assignment:
        made = self.member(self.campaign)
        f.file(made, option, at=at)
        return made

    def _candidate(self, visibility: str | None = QUALIFYING, *, at: datetime = THEN - f.DAY) -> Employee:
        person = self._filed(at=at).employee
        f.candidate(person, visibility=visibility)
        return person

    def _claim(self, *, at: datetime = THEN - f.HOUR, role: Role | None = None) -> Claim:
        person = self._candidate(at=at - f.HOUR)
        return self._offer(person, role or self.role, at=at)

    def _offer(self, person: Employee, role: Role, *, at: datetime) -> Claim:
        start_on = at.date() + 15 * f.DAY
        by = f.manager_of(role)
        return offer_claim(role, person, terms=f.terms(), level=5, start_on=start_on, by=by, clock=f.clock_at(at))

    def _placement(self, *, at: datetime = THEN - f.HOUR) -> Placement:
        claim = self._claim(at=at - f.HOUR)
        return accept_claim(claim, by=claim.employee, clock=f.clock_at(at))

    def _announced(self) -> Placement:
        placement = self._placement(at=THEN - 10 * f.DAY)
        return announce_placement(placement, clock=f.clock_at(max(placement.announce_at, THEN - f.HOUR)))

    def _finalised(self, *, at: datetime) -> Placement:
        placement = self._placement(at=at)
        announce_placement(placement, clock=f.clock_at(placement.announce_at))
        return finalise_placement(placement, clock=f.clock_at(placement.effective_at))

    # --- lives -------------------------------------------------------------------------------------------------
    def life(self, state: str) -> Life:
        """One life, made when asked for."""
        made = _LIVES[state](self)
        things = list(made) if isinstance(made, tuple) else [made]
        owners = (getattr(thing, "employee", None) for thing in things if not isinstance(thing, Grant))
        person = next((owner for owner in owners if owner is not None), None)
        partner = self.partner_at(person) if person is not None else None
        found = Life(state, person, partner, *_ids_of(things, person))
        self.lives.append(found)
        return found

    def partner_at(self, person: Employee) -> Employee:
        """An HR partner of their own for each life: nobody may open so many cases within an hour."""
        partner = f.hr_partner(person.assignments.get().campaign)
        for purpose in PURPOSES:
            open_case(person, purpose, by=partner, clock=f.clock_at(THEN))
        return partner

    def never(self) -> Life:
        """The life that every other is compared with: nothing of it is there."""
        nouns = {*_PUBLIC, *_KEYS}
        return Life(NEVER, None, None, {noun: str(uuid.uuid4()) for noun in nouns}, dict.fromkeys(nouns, 999_999_999))

    def client_of(self, viewer: Viewer, life: Life) -> Employee | None:
        """Who the viewer is in this life; nobody where the life is nobody's and the person is asked for."""
        if viewer is Viewer.PERSON:
            return life.person or self.peer.employee
        if viewer is Viewer.PARTNER:
            return life.partner or self.partner
        return self.viewers[viewer]


_PUBLIC = {
    "assignment", "breakglass", "campaign", "candidacy", "claim", "employee", "notice", "placement", "receipt",
    "release", "role",
}  # fmt: skip
_KEYS = {
    "assignment", "campaign", "employee", "event", "extension",
    "failingwork", "grant", "heldmove", "jobfamily", "notice", "placement", "policy",
    "role", "site", "skill", "unit",
}  # fmt: skip


def _ids_of(things: list[Model], person: Employee | None) -> tuple[dict[str, str], dict[str, int]]:
    """Ids of the things and of whatever hangs on the person."""
    found: dict[str, Model] = {}
    if person is not None:
        assignment = person.assignments.order_by("pk").first()
        found = {"employee": person, "unit": person.unit}
        if assignment is not None:
            choice = assignment.choices.order_by("-version").first()
            found |= {"assignment": assignment, "campaign": assignment.campaign}
            found |= {"receipt": choice.receipt} if choice is not None else {}
        for noun, rows in (
            ("claim", person.claims.all()),
            ("placement", person.placements.all()),
            ("notice", person.notices.filter(channel=INBOX)),
        ):
            latest = rows.order_by("pk").last()
            found |= {noun: latest} if latest is not None else {}
        candidacy = getattr(person, "candidacy", None)
        found |= {"candidacy": candidacy} if candidacy is not None else {}
    found |= {thing._meta.model_name or "": thing for thing in things}
    claim = found.get("claim")
    if isinstance(claim, Claim) and "role" not in found:
        found["role"] = claim.role
    public = {noun: str(thing.public_id) for noun, thing in found.items() if hasattr(thing, "public_id")}
    return public, {noun: int(thing.pk) for noun, thing in found.items()}


def _closed(scene: Scene, code: str, option: str) -> Assignment:
    campaign = scene._campaign(code, deadline_at=THEN - 10 * f.DAY)
    made = scene.member(campaign)
    if option:
        f.file(made, option, at=THEN - 100 * f.DAY)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=f.clock_at(campaign.closes_at + f.HOUR))
    made.refresh_from_db()
    return made


def _archived(scene: Scene) -> Assignment:
    made = _closed(scene, "archived", "stay")
    archive_campaign(made.campaign, by=scene.admin, clock=f.clock_at(THEN - 2 * f.DAY))
    return made


def _voided(scene: Scene) -> Assignment:
    return void_assignment(scene._filed(), because="A mistake.", by=scene.partner, clock=f.clock_at(THEN - f.HOUR))


def _closed_candidacy(scene: Scene) -> Any:
    person = scene._candidate()
    return close_candidacy(person, seen_version=person.candidacy.version, by=person, clock=f.clock_at(THEN - f.HOUR))


def _superseded(scene: Scene) -> Claim:
    claim = scene._claim()
    other = scene._offer(claim.employee, f.role(), at=THEN - f.HOUR)
    accept_claim(other, by=claim.employee, clock=f.clock_at(THEN - f.HOUR / 2))
    return claim


def _returned(scene: Scene) -> Placement:
    placement = scene._finalised(at=THEN - 40 * f.DAY)
    return return_in_trial(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR))


def _cancelled(scene: Scene) -> Placement:
    placement = scene._placement()
    return undo_acceptance(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR / 2))


def _expired(scene: Scene) -> Claim:
    claim = scene._claim(at=THEN - 30 * f.DAY)
    return expire_claim(claim, clock=f.clock_at(claim.expires_at))


def _withdrawn(scene: Scene) -> Claim:
    return withdraw_claim(
        scene._claim(), because="The team changed.", by=scene.hiring, clock=f.clock_at(THEN - f.HOUR)
    )


def _claim_by_partner(scene: Scene) -> Claim:
    """For a role whose manager stands in the person's chain, so that an HR partner acts for the role."""
    person, role = scene._candidate(at=THEN - 2 * f.HOUR), f.role(manager=scene.manager)
    open_case(person, "claim", by=scene.partner, clock=f.clock_at(THEN - 2 * f.HOUR))
    start_on, at = THEN.date() + 15 * f.DAY, f.clock_at(THEN - f.HOUR)
    return offer_claim(role, person, terms=f.terms(), level=5, start_on=start_on, by=scene.partner, clock=at)


def _declined(scene: Scene) -> Claim:
    claim = scene._claim()
    return decline_claim(claim, by=claim.employee, clock=f.clock_at(THEN - f.HOUR / 2))


def _settled(scene: Scene) -> Placement:
    placement = scene._finalised(at=THEN - 200 * f.DAY)
    return settle_placement(placement, clock=f.clock_at(THEN - f.HOUR))


def _prepared_role(scene: Scene) -> Role:
    role = f.role()
    new = NewRole(
        code="PREP",
        unit=role.unit,
        title="A role in preparation",
        job_family=role.job_family,
        level_min=4,
        level_max=6,
        site=role.site,
        seats=2,
        terms=f.terms(),
        skills=[AskedSkill(f.SkillFactory.create(), 3, True)],
    )
    made = create_role(new, by=PORTAL, clock=f.clock_at(THEN - 10 * f.DAY))
    f.grant(scene.hiring, HIRING_MANAGER, role=made)
    return made


def _role(scene: Scene, end: Callable[..., Role]) -> tuple[Role, Any]:
    role = f.role(manager=scene.hiring)
    person = scene._candidate()
    return end(role, by=PORTAL, clock=f.clock_at(THEN - f.HOUR)), person.candidacy


def _open_role(scene: Scene) -> tuple[Role, Any]:
    return f.role(manager=scene.hiring, seats=3), scene._candidate().candidacy


def _proposal(scene: Scene) -> Grant:
    return propose_grant(
        HIRING_MANAGER, f.EmployeeFactory.create(), role=scene.role, by=scene.partner, clock=f.clock_at(THEN - f.DAY)
    )


def _released(_scene: Scene) -> Any:
    return counted(THEN - 120 * f.DAY).publish()


def _proposed_release(scene: Scene) -> Campaign:
    made = counted(THEN - 120 * f.DAY)
    propose_release(made.campaign, by=made.first, clock=f.clock_at(THEN - f.DAY))
    f.grant(scene.partner, "hr_partner", campaign=made.campaign)
    return made.campaign


def _break_glass(scene: Scene, end: Callable[..., BreakGlass] | None = None) -> BreakGlass:
    made = propose_break_glass(scene._filed(), "duty", "A court.", by=f.admin(), clock=f.clock_at(THEN - f.HOUR / 2))
    return end(made, by=f.admin(), clock=f.clock_at(THEN - f.HOUR / 4)) if end is not None else made


def _failing(_scene: Scene) -> FailingWork:
    """Stuck since yesterday, as the administration lists it."""
    first_at, last_at = THEN - 1.5 * f.DAY, THEN - f.HOUR
    return FailingWork.objects.create(job="a job", error="OSError", times=9, first_at=first_at, last_at=last_at)


def _extension(scene: Scene) -> tuple[Extension, Campaign]:
    """Proposed after an outage, and not decided."""
    made = Extension(campaign=scene.campaign, deadline_at=THEN + 14 * f.DAY, down_minutes=45)
    transition.start(made, "proposed", by=PORTAL, at=THEN - f.HOUR)
    return made, scene.campaign


def _preparing_campaign(scene: Scene) -> Campaign:
    made = Campaign(
        code="preparing",
        name="Not yet",
        memo="To come.",
        deadline_at=THEN + 30 * f.DAY,
        closes_at=THEN + 31 * f.DAY,
        deadline_zone="Europe/Berlin",
        policy=f.policy(),
    )
    transition.start(made, "preparing", by=PORTAL, at=THEN - f.DAY)
    f.grant(scene.partner, "hr_partner", campaign=made)
    return made


def _told(scene: Scene) -> Notice:
    """A campaign's own mail to one member, in the admin's list of deliveries."""
    person, at = scene.member(scene.campaign).employee, THEN - f.HOUR
    ledger.owe(ledger.record("campaign.opened", scene.campaign, by=PORTAL, at=at), person, "campaign.opened", at=at)
    return Notice.objects.get(recipient=person, channel=MAIL)


def _held(scene: Scene) -> HeldMove:
    person = scene._filed().employee
    return HeldMove.objects.create(employee=person, unit=scene.origin, changes_manager=False, at=THEN - f.DAY)


_LIVES: dict[str, Callable[[Scene], Any]] = {
    "nothing filed": lambda s: s.member(s.campaign),
    "stay filed": lambda s: s._filed("stay"),
    "undraft filed": lambda s: s._filed("undraft"),
    "choice not offered": lambda s: s.member(s.campaign, choice_offered=False, not_offered_because="Not meant."),
    "assignment voided": _voided,
    "campaign closed, nothing filed": lambda s: _closed(s, "closed-none", ""),
    "campaign closed, undraft filed": lambda s: _closed(s, "closed-undraft", "undraft"),
    "campaign archived": _archived,
    "campaign preparing": _preparing_campaign,
    "candidate, visible to nobody": lambda s: s._candidate(NOBODY).candidacy,
    "candidate, visible to rounds": lambda s: s._candidate(ROUNDS).candidacy,
    "candidate, visible": lambda s: (s._candidate().candidacy, s.role),
    "candidacy closed": _closed_candidacy,
    "claim offered": lambda s: s._claim(),
    "claim offered by HR": _claim_by_partner,
    "candidate whom HR serves": lambda s: (s._candidate().candidacy, f.role(manager=s.manager)),
    "claim declined": _declined,
    "claim expired": _expired,
    "claim withdrawn": _withdrawn,
    "claim superseded": _superseded,
    "placement pending": lambda s: s._placement(),
    "placement announced": lambda s: s._announced(),
    "placement finalised": lambda s: s._finalised(at=THEN - 40 * f.DAY),
    "placement settled": _settled,
    "placement returned": _returned,
    "placement cancelled": _cancelled,
    "move held": _held,
    "mail of a campaign": _told,
    "role preparing": _prepared_role,
    "role open": _open_role,
    "role paused": lambda s: _role(s, pause_role),
    "role closed": lambda s: _role(s, close_role),
    "grant proposed": _proposal,
    "grant refused": lambda s: refuse_grant(_proposal(s), by=s.admin, clock=f.clock_at(THEN)),
    "grant ended": lambda s: end_grant(
        f.grant(f.EmployeeFactory.create(), AUDITOR),
        by=s.admin,
        clock=f.clock_at(THEN),
    ),
    "extension proposed": _extension,
    "break-glass proposed": _break_glass,
    "break-glass confirmed": lambda s: _break_glass(s, confirm_break_glass),
    "break-glass refused": lambda s: _break_glass(s, refuse_break_glass),
    "work fails": _failing,
    "release proposed": _proposed_release,
    "release published": _released,
    "reference data": lambda s: (
        s.role.site,
        s.role.job_family,
        f.SkillFactory.create(),
        Policy.objects.latest("pk"),
        s.origin,
    ),
}
STATES = tuple(_LIVES)


def lives_of(scene: Scene, states: tuple[str, ...] = STATES) -> Iterator[Life]:
    """Each life, made one after the other, and the one that never was."""
    for state in states:
        scene.life(state)
    forget_public_facts()
    yield from scene.lives
    yield scene.never()
