"""A role opened, paused, closed, described; its seats added, reduced, held back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import JobFamily, Site, Skill, Unit
from transfers import atomic, ledger, transition
from transfers.actions.claims import withdraw_claim
from transfers.actions.locks import lock_role, lock_roles
from transfers.calendars import add_working_days, end_of_day, local_date
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, Stale
from transfers.models import Claim, Role, RoleSkill
from transfers.models.terms import TermsSheet, validate_role_terms
from transfers.permissions.hr import check_is_hr
from transfers.permissions.roles import check_can_edit, check_can_open, check_is_in_no_round
from transfers.queries.calendars import get_holidays
from transfers.queries.policies import get_policy_at
from transfers.queries.role_openings import get_ready
from transfers.sight.actor import PORTAL, Actor
from transfers.states import ClaimStatus, RoleStatus

MOST_SEATS = 10_000


class SeatsTaken(NotAllowed):
    """Taken seats stand against the number asked for. Who tries numbers learns how many, so each try is recorded."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """One line of what a role asks for, at `proficiency` 1–5 or better."""

    skill: Skill
    proficiency: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class NewRole:
    """What HR says of a role before it opens."""

    code: str
    unit: Unit
    title: str
    job_family: JobFamily
    level_min: int
    level_max: int
    site: Site
    seats: int
    summary: str = ""
    is_remote_allowed: bool = False
    is_trainable: bool = False
    wanted_by_on: date | None = None
    terms: TermsSheet = field(default_factory=dict)
    skills: Sequence[AskedSkill] = ()


@atomic.write
def create_role(new: NewRole, *, by: Actor, clock: Clock = database_clock) -> Role:
    """Write down a role in preparation. Only HR. Raises Invalid naming the field."""
    at = clock()
    check_is_hr(by, at)
    _check_seats(new.seats)
    _check_terms(new.terms)
    if not 1 <= new.level_min <= new.level_max <= 20:
        raise Invalid(_("The level band goes from 1 to 20, lowest first."), field="level_min")
    if Role.objects.filter(code=new.code).exists():
        raise Invalid(_("Another role has this code."), field="code")
    role = Role(
        code=new.code,
        unit=new.unit,
        title=new.title,
        summary=new.summary,
        job_family=new.job_family,
        level_min=new.level_min,
        level_max=new.level_max,
        site=new.site,
        is_remote_allowed=new.is_remote_allowed,
        is_trainable=new.is_trainable,
        seats=new.seats,
        wanted_by_on=new.wanted_by_on,
        terms=new.terms,
    )
    transition.start(role, RoleStatus.PREPARING, by=by, at=at)
    RoleSkill.objects.bulk_create(
        [
            RoleSkill(role=role, skill=asked.skill, proficiency=asked.proficiency, is_required=asked.is_required)
            for asked in new.skills
        ]
    )
    return role


@atomic.write
def open_role(role: Role, *, by: Actor, clock: Clock = database_clock) -> Role:
    """Open a role, or open it again after a pause. Its clearance runs once, from the first opening.

    Raises NotAllowed without a required skill, or in a unit at risk: what qualifies is fixed when a role opens.
    """
    role = _locked(role)
    at = clock()
    check_can_open(by, role, at)
    until = role.clearance_until_at or _clearance_until(role, at)
    transition.move(role, RoleStatus.OPEN, by=by, at=at, clearance_until_at=until)
    return role


@atomic.write
def open_roles(roles: Sequence[Role], *, by: Actor, clock: Clock = database_clock) -> int:
    """Open many roles at once, set-based; those that cannot open are left in preparation. Returns how many opened."""
    lock_roles(role.pk for role in roles)
    at = clock()
    check_is_hr(by, at)
    by_site: dict[int, list[Role]] = {}
    for role in get_ready(Role.objects.filter(pk__in=[role.pk for role in roles])):
        by_site.setdefault(role.site_id, []).append(role)
    for opening in by_site.values():
        ids, until = [role.pk for role in opening], _clearance_until(opening[0], at)
        transition.move_all(Role, ids, RoleStatus.PREPARING, RoleStatus.OPEN, by=by, at=at, clearance_until_at=until)
    return sum(map(len, by_site.values()))


@atomic.write
def pause_role(role: Role, *, by: Actor, clock: Clock = database_clock) -> Role:
    """Take a role out of claiming for a while. It stays in lists and rankings; offers and placements stand."""
    role = _locked(role)
    at = clock()
    check_can_edit(by, role, at)
    transition.move(role, RoleStatus.PAUSED, by=by, at=at)
    return role


@atomic.write
def close_role(role: Role, *, by: Actor, clock: Clock = database_clock) -> Role:
    """Close a role for good. Offers are withdrawn afterwards, one transaction each; pending placements stand."""
    role = _locked(role)
    at = clock()
    check_is_hr(by, at)
    transition.move(role, RoleStatus.CLOSED, by=by, at=at)
    return role


def withdraw_claims_of_closed_role(role: Role, *, clock: Clock = database_clock) -> int:
    """Withdraw what is still offered for a closed role, one transaction each. Returns how many.

    Called after `close_role` committed, and by the sweep for what a crash left behind.
    """
    live = Claim.objects.filter(role=role, role__status=RoleStatus.CLOSED, status=ClaimStatus.OFFERED)
    claims = list(live.order_by("pk"))
    for claim in claims:
        withdraw_claim(claim, because="The role was closed.", by=PORTAL, clock=clock)
    return len(claims)


@atomic.write
def change_seats(role: Role, seats: int, *, seen_version: int, by: Actor, clock: Clock = database_clock) -> Role:
    """Add or reduce seats, never below those accepted, offered or held: withdraw offers first, with a reason."""
    role = _locked(role)
    at = clock()
    check_is_hr(by, at)
    check_is_in_no_round(role, at)
    _check_version(role, seen_version)
    _check_seats(seats)
    if seats < role.taken + role.held_seats:
        # without figures: before the announcement only the role's manager may know how many seats are taken
        raise SeatsTaken(
            _(
                "%(seats)d seats are fewer than those accepted, on offer or held. Offers are withdrawn first, "
                "and each person is told the reason."
            )
            % {"seats": seats},
            field="seats",
        )
    _change(role, {"seats": seats}, by=by, at=at)
    return role


@atomic.write
def hold_seats(role: Role, held: int, *, seen_version: int, by: Actor, clock: Clock = database_clock) -> Role:
    """Let HR hold seats back, for any reason and without giving one, so that a held seat proves nothing."""
    role = _locked(role)
    at = clock()
    check_is_hr(by, at)
    check_is_in_no_round(role, at)
    _check_version(role, seen_version)
    if not 0 <= held <= role.seats:
        raise Invalid(_("The role has fewer seats than that."), field="held_seats")
    if held > role.seats - role.taken:
        raise SeatsTaken(_("Only free seats can be held. Choose fewer."), field="held_seats")
    _change(role, {"held_seats": held}, by=by, at=at)
    return role


@atomic.write
def record_refused_seats(role: Role, *, by: Actor, clock: Clock = database_clock) -> None:
    """Write into the history that a number of seats was tried that taken ones stood against, and by whom.

    Called after the refusal, whose own transaction leaves nothing. Raises NotVisible.
    """
    at = clock()
    check_is_hr(by, at)
    ledger.record("role.seats_refused", role, by=by, at=at)


@atomic.write
def describe_role(
    role: Role,
    *,
    title: str,
    summary: str,
    wanted_by_on: date | None,
    terms: TermsSheet,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> Role:
    """Change the words and terms of a role; offers keep the terms they were made with."""
    role = _locked(role)
    at = clock()
    check_can_edit(by, role, at)
    _check_version(role, seen_version)
    _check_terms(terms)
    if not title.strip():
        raise Invalid(_("Give the role a title."), field="title")
    if terms != role.terms:
        check_is_in_no_round(role, at)
    changes = {"title": title.strip(), "summary": summary, "wanted_by_on": wanted_by_on, "terms": terms}
    _change(role, changes, by=by, at=at)
    return role


def _locked(role: Role) -> Role:
    lock_role(role.pk)
    return Role.objects.select_related("unit", "site").get(pk=role.pk)


def _change(role: Role, changes: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    for name, value in changes.items():
        setattr(role, name, value)
    role.version += 1
    role.save(update_fields=[*changes, "version", "sort_title"])
    ledger.record("role.changed", role, by=by, at=at, body={"fields": sorted(changes)})


def _clearance_until(role: Role, at: datetime) -> datetime:
    zone = role.site.time_zone
    days = get_policy_at(at).clearance_working_days
    last_on = add_working_days(local_date(at, zone), days, get_holidays(role.site))
    return end_of_day(last_on, zone)


def _check_version(role: Role, seen_version: int) -> None:
    if role.version != seen_version:
        raise Stale(_("This role was changed since the page was drawn. Open it again; nothing was changed."))


def _check_seats(seats: int) -> None:
    if not 0 <= seats <= MOST_SEATS:
        raise Invalid(_("Between 0 and %(most)d seats.") % {"most": MOST_SEATS}, field="seats")


def _check_terms(terms: TermsSheet) -> None:
    try:
        validate_role_terms(terms)
    except ValidationError as error:
        raise Invalid(error.messages[0], field="terms") from error
