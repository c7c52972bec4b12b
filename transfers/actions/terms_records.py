"""The terms of today's job, recorded anew once they have changed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.locks import lock_campaign_to_file, lock_person
from transfers.actions.reasons import take_reason
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed, Stale
from transfers.models import Assignment, TermsRecord
from transfers.models.terms import TermsSheet, validate_role_terms
from transfers.permissions.assignments import check_can_change_assignment
from transfers.queries.terms_records import get_standing_terms, get_terms_version
from transfers.sight.actor import Actor, employee_of
from transfers.states import CampaignStatus


@atomic.write
def record_terms(
    assignment: Assignment,
    terms: TermsSheet,
    *,
    because: str,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> TermsRecord:
    """Record the terms of the job that an assignment led to in a new version; the person is told and reads why.

    Every earlier version stays, and offers made meanwhile are compared with the one that counts. Raises NotVisible,
    NotAllowed, Invalid, Stale where the form was drawn from another version. Locks: campaign (shared), person.
    """
    campaign = lock_campaign_to_file(assignment.campaign_id)
    lock_person(assignment.employee_id)
    assignment = Assignment.objects.select_related("employee").get(pk=assignment.pk)
    at = clock()
    check_can_change_assignment(by, assignment, at)
    if campaign.status == CampaignStatus.PREPARING:
        raise NotAllowed(_("The campaign is still in preparation: load the terms with the file of its assignments."))
    version = get_terms_version(assignment)
    if seen_version != version:
        raise Stale(_("Somebody recorded other terms since this page was drawn. Open it again."))
    because = take_reason(because)
    try:
        validate_role_terms(terms)
    except ValidationError as error:
        raise Invalid(error.messages[0]) from error
    if terms == get_standing_terms(assignment):
        raise Invalid(_("Nothing differs from what is recorded."))
    record = TermsRecord.objects.create(
        assignment=assignment,
        version=version + 1,
        terms=terms,
        reason=because,
        recorded_at=at,
        recorded_by=employee_of(by),
    )
    # the Event tells which version, never a term
    event = ledger.record(
        "assignment.terms_recorded",
        assignment,
        by=by,
        at=at,
        subject=assignment.employee,
        body={"version": record.version},
    )
    refs = {"assignment": str(assignment.public_id)}
    ledger.owe(event, assignment.employee, "assignment.terms_recorded", at=at, refs=refs)
    return record
