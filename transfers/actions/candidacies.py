"""What a person says about a move of their own: the list, who may see them, from when. Nobody says it for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, Stale
from transfers.models import Candidacy, Exclusion, Preference, Role
from transfers.models.candidacy import DRAFT, RELOCATIONS, SUBMITTED, VISIBILITIES
from transfers.permissions.candidacies import check_can_close, check_can_keep
from transfers.sight.actor import Actor
from transfers.states import CandidacyStatus, RoleStatus

FURTHEST_START = timedelta(days=730)
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class _Held:
    """A candidacy under the person's lock, open, at the instant of the write."""

    candidacy: Candidacy
    at: datetime
    by: Actor


@atomic.write
def save_visibility(
    person: Employee,
    visibility: str,
    *,
    excluded: Collection[UUID],
    seen_at: datetime,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> Candidacy:
    """Say who may see one as a candidate, less the managers (public ids) excluded by name.

    `seen_at` is when the list of managers was drawn: whoever became one after it was not on it, and joins later.
    Raises NotVisible, Stale, Invalid. Locks: person.
    """
    held = _hold(person, seen_version=seen_version, by=by, clock=clock)
    if visibility not in dict(VISIBILITIES):
        raise Invalid(_("Choose who may see you."), field="visibility")
    managers = Employee.objects.filter(public_id__in=excluded).exclude(pk=person.pk)
    if len(managers) != len(set(excluded)):
        raise Invalid(_("One of the people to hide from is not known here. Open the page again."), field="excluded")
    candidacy = held.candidacy
    candidacy.exclusions.all().delete()
    Exclusion.objects.bulk_create([Exclusion(candidacy=candidacy, manager=manager) for manager in managers])
    return _save(held, visibility=visibility, visibility_at=min(seen_at, held.at))


@atomic.write
def save_draft_list(
    person: Employee, roles: Sequence[UUID], *, seen_version: int, by: Actor, clock: Clock = database_clock
) -> Candidacy:
    """Keep a list in the order given, first choice first; nobody else sees it before it is submitted.

    Raises NotVisible, Stale, Invalid for a role twice, an unknown or a closed one. Locks: person.
    """
    held = _hold(person, seen_version=seen_version, by=by, clock=clock)
    _write_draft(held.candidacy, _roles_to_rank(roles))
    return _save(held)


@atomic.write
def add_to_draft_list(person: Employee, role: UUID, *, by: Actor, clock: Clock = database_clock) -> Candidacy:
    """Put one more role at the end of the draft; one that is on it already stays where it is.

    Takes no version: adding overwrites nothing that the person has not seen. Raises NotVisible, Invalid.
    """
    held = _hold(person, seen_version=None, by=by, clock=clock)
    added = _roles_to_rank([role])[0]
    drafted = held.candidacy.preferences.filter(stage=DRAFT)
    if drafted.filter(role=added).exists():
        return held.candidacy
    last = drafted.order_by("-rank").values_list("rank", flat=True).first() or 0
    Preference.objects.create(candidacy=held.candidacy, role=added, stage=DRAFT, rank=last + 1)
    return _save(held)


@atomic.write
def submit_list(
    person: Employee,
    roles: Sequence[UUID],
    *,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> Candidacy:
    """Submit a list in the order given; it takes the place of the one submitted before. The draft follows it.

    Nothing is ever added to it by the portal. Raises NotVisible, Stale, Invalid.
    """
    held = _hold(person, seen_version=seen_version, by=by, clock=clock)
    if not roles:
        raise Invalid(_("Your list is empty. Add a role before you submit it."), field="roles")
    ranked = _roles_to_rank(roles)
    candidacy = held.candidacy
    _write_draft(candidacy, ranked)
    candidacy.preferences.filter(stage=SUBMITTED).delete()
    _write_list(candidacy, SUBMITTED, ranked)
    return _save(held, verb="candidacy.submitted", submitted_at=held.at)


@atomic.write
def withdraw_list(person: Employee, *, seen_version: int, by: Actor, clock: Clock = database_clock) -> Candidacy:
    """Take the submitted list back; the draft stays. Raises NotVisible, NotAllowed, Stale."""
    held = _hold(person, seen_version=seen_version, by=by, clock=clock)
    if not held.candidacy.preferences.filter(stage=SUBMITTED).exists():
        raise NotAllowed(_("No list of yours is submitted, so there is nothing to take back."))
    held.candidacy.preferences.filter(stage=SUBMITTED).delete()
    return _save(held, verb="candidacy.list_withdrawn", submitted_at=None)


@atomic.write
def save_availability(
    person: Employee,
    *,
    available_from: date | None,
    relocation: str,
    note: str,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> Candidacy:
    """Say from when, how far one would move, and a note for managers who may see one. Raises Stale, Invalid."""
    held = _hold(person, seen_version=seen_version, by=by, clock=clock)
    if available_from is not None and available_from > held.at.date() + FURTHEST_START:
        raise Invalid(_("Give a day within the next two years, or leave it empty."), field="available_from")
    if relocation not in dict(RELOCATIONS):
        raise Invalid(_("Choose how far you would move."), field="relocation")
    if len(note) > LONGEST_NOTE:
        raise Invalid(_("At most %(most)d letters.") % {"most": LONGEST_NOTE}, field="note")
    return _save(held, available_from=available_from, relocation=relocation, note=note)


@atomic.write
def close_candidacy(
    person: Employee, *, seen_version: int, by: Actor, clock: Clock = database_clock
) -> Candidacy | None:
    """Stop being open to a move. Offers that were made stand until they are answered. Raises Stale, NotAllowed."""
    person = lock_person(person.pk)
    candidacy = Candidacy.objects.filter(employee=person).first()
    at = clock()
    check_can_keep(by, person, at)
    if candidacy is None:
        raise NotAllowed(_("You are not open to a move at the moment, so there is nothing to close."))
    _check_version(candidacy, seen_version)
    check_can_close(by, candidacy, at)
    end_candidacy(candidacy, person, by=by, at=at)
    return candidacy


def close_open_candidacy(person: Employee, *, by: Actor, at: datetime) -> None:
    """Join a transaction that holds the person: close their candidacy, if one is open, since another step ends it."""
    candidacy = Candidacy.objects.filter(employee=person, status=CandidacyStatus.OPEN).first()
    if candidacy is not None:
        end_candidacy(candidacy, person, by=by, at=at)


def end_candidacy(candidacy: Candidacy, person: Employee, *, by: Actor, at: datetime) -> None:
    """Join a transaction that holds the person: close this candidacy of theirs, which is open.

    A page that was drawn before is stale then: saving it would open the candidacy again without a word.
    """
    transition.move(candidacy, CandidacyStatus.CLOSED, by=by, at=at, subject=person, version=candidacy.version + 1)


def _hold(person: Employee, *, seen_version: int | None, by: Actor, clock: Clock) -> _Held:
    person = lock_person(person.pk)
    candidacy = Candidacy.objects.filter(employee=person).first()
    at = clock()
    check_can_keep(by, person, at)
    if seen_version is not None:
        _check_version(candidacy, seen_version)
    if candidacy is None:
        candidacy = Candidacy(employee=person, version=0)
        transition.start(candidacy, CandidacyStatus.OPEN, by=by, at=at, subject=person)
    elif candidacy.status == CandidacyStatus.CLOSED:
        _reopen(candidacy, by=by, at=at)
    return _Held(candidacy=candidacy, at=at, by=by)


def _reopen(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """Who could see the person before, and the list that stood, do not come back by themselves."""
    candidacy.preferences.filter(stage=SUBMITTED).delete()
    person, status = candidacy.employee, CandidacyStatus.OPEN
    transition.move(
        candidacy, status, by=by, at=at, subject=person, visibility=None, visibility_at=None, submitted_at=None
    )


def _check_version(candidacy: Candidacy | None, seen_version: int) -> None:
    if (candidacy.version if candidacy is not None else 0) != seen_version:
        raise Stale(
            _(
                "You changed this in another tab or on another device since the page was drawn. "
                "Open the page again to see what stands; nothing was changed."
            )
        )


def _save(held: _Held, *, verb: str = "candidacy.changed", **fields: object) -> Candidacy:
    candidacy = held.candidacy
    for name, value in fields.items():
        setattr(candidacy, name, value)
    candidacy.version += 1
    candidacy.save(update_fields=[*fields, "version"])
    ledger.record(verb, candidacy, by=held.by, at=held.at, subject=candidacy.employee)
    return candidacy


def _roles_to_rank(public_ids: Sequence[UUID]) -> list[Role]:
    if len(set(public_ids)) != len(public_ids):
        raise Invalid(_("A role stands on the list twice. Give each role one rank."), field="roles")
    known = {role.public_id: role for role in Role.objects.filter(public_id__in=public_ids)}
    roles = [known.get(public_id) for public_id in public_ids]
    found = [role for role in roles if role is not None and role.status != RoleStatus.PREPARING]
    if len(found) != len(public_ids):
        raise Invalid(_("A role on the list is not known here. Open the page again."), field="roles")
    closed = [role.title for role in found if role.status == RoleStatus.CLOSED]
    if closed:
        raise Invalid(
            _("Closed since then, so it cannot be ranked: %(roles)s.") % {"roles": ", ".join(closed)}, field="roles"
        )
    return found


def _write_draft(candidacy: Candidacy, roles: Sequence[Role]) -> None:
    candidacy.preferences.filter(stage=DRAFT).delete()
    _write_list(candidacy, DRAFT, roles)


def _write_list(candidacy: Candidacy, stage: str, roles: Sequence[Role]) -> None:
    Preference.objects.bulk_create(
        [Preference(candidacy=candidacy, role=role, stage=stage, rank=rank) for rank, role in enumerate(roles, 1)]
    )
