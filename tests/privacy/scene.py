"""One company, one life in every state, and everybody who might want to know of it.

The organisation above each person is the same, so that one chain manager, one HR partner and one hiring manager
stand in the same relation to every life.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import Employee
from tests import factories as f
from tests.pages import THEN, travel
from tests.privacy.viewers import Viewer
from transfers.actions.acceptance import accept_claim
from transfers.actions.cases import open_case
from transfers.actions.claims import offer_claim
from transfers.actions.placements import announce_placement, finalise_placement
from transfers.models import (
    Assignment,
    Campaign,
    Claim,
    Grant,
    Placement,
    Role,
)
from transfers.models.candidacy import QUALIFYING
from transfers.models.notice import INBOX
from transfers.queries.cases import PURPOSES

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
        self.task_force.delegates.add(self.manager)
        self.origin = f.UnitFactory.create(name="Origin", lead=f.EmployeeFactory.create())
        self.hiring, self.partner = f.EmployeeFactory.create(), f.EmployeeFactory.create()
        self.campaign = self._campaign("open")
        self.role = f.role(manager=self.hiring, seats=99)
        f.role(manager=self.manager)  # who leads may hire too
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
    def keep(self, state: str, made: Any) -> None:
        """Keep what was made as a life: one thing, or some of the same person."""
        things = list(made) if isinstance(made, tuple) else [made]
        owners = (getattr(thing, "employee", None) for thing in things if not isinstance(thing, Grant))
        person = next((owner for owner in owners if owner is not None), None)
        is_served = person is not None and person.assignments.exists()  # of no campaign: by nobody
        partner = self.partner_at(person) if person is not None and is_served else None
        self.lives.append(Life(state, person, partner, *_ids_of(things, person)))

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
    "assignment", "backfill", "breakglass", "campaign", "candidacy", "claim", "employee", "finding", "notice",
    "placement", "receipt",
    "release", "role", "round", "termstemplate", "unit",
}  # fmt: skip
_KEYS = {
    "assignment", "backfill", "campaign", "decision", "employee", "event", "extension",
    "failingwork", "grant", "heldmove", "jobfamily", "notice", "placement", "policy",
    "role", "round", "simulation", "site", "skill", "unit", "upload",
}  # fmt: skip


def _ids_of(things: list[Model], person: Employee | None) -> tuple[dict[str, str], dict[str, int]]:
    """Ids of the things and of whatever hangs on the person."""
    found: dict[str, Model] = {}
    if person is not None:
        assignment = person.assignments.order_by("pk").first()
        found = {"unit": person.unit}
        if assignment is not None:
            choice = assignment.choices.order_by("-version").first()
            found |= {"employee": person, "assignment": assignment, "campaign": assignment.campaign}
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
