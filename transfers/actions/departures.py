"""A person leaves the company, or comes back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger, transition
from transfers.actions.addresses import owe_other_addresses
from transfers.actions.candidacies import close_open_candidacy
from transfers.actions.claims import withdraw_claims_of
from transfers.actions.entitlements import end_entitlements
from transfers.actions.grants import end_grants_of, get_admin_ids
from transfers.actions.locks import lock_people, lock_person, lock_roles
from transfers.actions.placements import take_back
from transfers.calendars import local_date
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.ledger import Owed
from transfers.models import (
    Assignment,
    Candidacy,
    Claim,
    Event,
    Exclusion,
    Finding,
    HeldMove,
    Placement,
    Preference,
    Rating,
    Role,
    TermsTemplate,
)
from transfers.models.assignment import LEFT
from transfers.models.entitlement import LEFT as ENDED_BY_LEAVING
from transfers.models.grant import ADMIN
from transfers.permissions.people import check_can_readmit, check_can_record_departure
from transfers.sight.actor import Actor
from transfers.sight.hats import grants_in_force
from transfers.states import AssignmentStatus, ClaimStatus, FindingStatus, PlacementStatus


@atomic.write
def record_departure(person: Employee, left_on: date, *, by: Actor, clock: Clock = database_clock) -> Employee:
    """Take a person who left out of everything at once.

    Live offers are withdrawn and a pending placement is cancelled, so that their seats are free; priority,
    assignments, candidacy, findings and grants end; every session ends with the next request.
    Locks: the person and all admins, then roles.
    """
    person = lock_people([person.pk, *get_admin_ids()])[person.pk]
    pending = Placement.objects.filter(employee=person, status=PlacementStatus.PENDING)
    live = Claim.objects.filter(employee=person, status=ClaimStatus.OFFERED)
    lock_roles({*pending.values_list("role_id", flat=True), *live.values_list("role_id", flat=True)})
    at = clock()
    check_can_record_departure(by, person, at)
    if left_on > local_date(at, person.zone):
        raise Invalid(_("Record a departure on the last day or later."), field="left_on")
    withdraw_claims_of(person, _("The person has left."), by=by, at=at)
    for placement in pending.select_related(
        "role", "claim__role", "claim__employee", "claim__offered_by", "employee"
    ):
        take_back(placement, because="left", by=by, at=at)
    for placement in Placement.objects.filter(employee=person, status=PlacementStatus.FINALISED).order_by("pk"):
        # a trial ends with the job: who is hired again returns from nowhere, to no old priority
        transition.move(placement, PlacementStatus.SETTLED, by=by, at=at, subject=person)
    assignments = Assignment.objects.filter(employee=person).order_by("pk")
    for assignment in assignments:
        end_entitlements(assignment, because=ENDED_BY_LEAVING, by=by, at=at)
        if assignment.status == AssignmentStatus.ACTIVE:
            transition.move(assignment, AssignmentStatus.ENDED, by=by, at=at, subject=person, ended_because=LEFT)
    close_open_candidacy(person, by=by, at=at)
    _forget_candidacy(person)
    _end_findings(person, by=by, at=at)
    without_manager = end_grants_of(person, by=by, at=at)
    person.is_active = False
    person.left_on = left_on
    HeldMove.objects.filter(employee=person).delete()
    TermsTemplate.objects.filter(employee=person).delete()
    # another password hash ends every session for good: none comes back with a person who is hired again
    person.set_unusable_password()
    person.save(update_fields=["is_active", "left_on", "password"])
    event = ledger.record("employee.left", person, by=by, at=at, subject=person)
    _ask_for_managers(event, without_manager, at=at)
    return person


@atomic.write
def readmit(person: Employee, hired_on: date, *, by: Actor, clock: Clock = database_clock) -> Employee:
    """Take back a person who was hired again under the same HR id.

    No old priority, choice or visibility returns; they set a new password by mail. Locks: the person.
    """
    person = lock_person(person.pk)
    at = clock()
    check_can_readmit(by, person, at)
    person.is_active = True
    person.left_on = None
    person.hired_on = hired_on
    person.save(update_fields=["is_active", "left_on", "hired_on"])
    event = ledger.record("employee.rehired", person, by=by, at=at, subject=person)
    ledger.owe(event, person, "profile.sign_in_reset", at=at)
    owe_other_addresses(event, person, link=False, at=at)
    return person


def _forget_candidacy(person: Employee) -> None:
    """Forget to whom the person showed, what they ranked and how managers rated them."""
    shown = {"visibility": None, "visibility_at": None, "submitted_at": None, "note": ""}
    Candidacy.objects.filter(employee=person).update(**shown)
    Preference.objects.filter(candidacy__employee=person).delete()
    Exclusion.objects.filter(candidacy__employee=person).delete()
    Rating.objects.filter(employee=person).delete()


def _end_findings(person: Employee, *, by: Actor, at: datetime) -> None:
    """Have no finding count any more: who is hired again starts anew."""
    ends = {FindingStatus.PROPOSED: FindingStatus.REFUSED, FindingStatus.CONFIRMED: FindingStatus.WITHDRAWN}
    for finding in Finding.objects.filter(employee=person, status__in=ends).order_by("pk"):
        transition.move(finding, ends[FindingStatus(finding.status)], by=by, at=at, subject=person)


def _ask_for_managers(event: Event, roles: list[Role], *, at: datetime) -> None:
    """Tell the admins which roles have no hiring manager: no new claim is made until another is confirmed."""
    admins = sorted(grants_in_force(at).filter(kind=ADMIN).values_list("employee_id", flat=True))
    refs = {f"role_{n}": str(role.public_id) for n, role in enumerate(roles, 1)}
    if roles:
        ledger.owe_all(
            [Owed(event=event, recipient_id=pk, template="role.without_manager", refs=refs) for pk in admins], at=at
        )
