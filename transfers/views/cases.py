"""The case of one person, opened by an HR partner for a purpose and for an hour."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from transfers.actions.cases import open_case
from transfers.actions.choices import file_late_choice
from transfers.actions.claims import withdraw_claim
from transfers.actions.placements import cancel_placement
from transfers.clock import database_clock
from transfers.errors import NotVisible
from transfers.forms.cases import CancelForm, LateForm, OpenCaseForm, RoleCodeForm, get_options
from transfers.forms.offers import WithdrawForm
from transfers.permissions.allowed import allowed
from transfers.permissions.cases import check_is_hr_partner
from transfers.permissions.choices import check_can_file_late, check_may_file_late
from transfers.permissions.claims import check_can_withdraw
from transfers.permissions.handovers import check_has_handover
from transfers.permissions.placements import check_can_cancel
from transfers.permissions.readings import check_may_ask
from transfers.permissions.reviews import check_may_review
from transfers.queries import cases
from transfers.queries.findings import get_findings_in_case
from transfers.queries.managers import get_left_alone
from transfers.queries.offers import get_terms_rows
from transfers.queries.pools import find_served_candidate
from transfers.queries.records import PURPOSE_WORDS, REVIEW_WORDS
from transfers.sight.actor import Person
from transfers.web import do_and_say, do_once, form_keys, person_page, read_drawn

_LATE, _CANCEL, _WITHDRAW = "late", "cancel", "case_withdraw"
_FORM = ["GET", "HEAD", "POST"]


@require_http_methods(_FORM)
@sensitive_post_parameters()
@person_page
def find(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Open one person's case: by what identifies them exactly, for a purpose."""
    at = database_clock()
    check_is_hr_partner(viewer, at)
    form = OpenCaseForm(_sent(request))
    if form.is_valid():
        person = cases.find_person(viewer, form.cleaned_data["sought"].strip(), at)
        if person is not None:
            return do_once(request, viewer, lambda: _opened(request, viewer, person, form.cleaned_data["purpose"]))
        form.add_error("sought", _("Nobody whom you serve has this HR id or mail address. Check it for a slip."))
    keys = form_keys(viewer, cases.OPENING, viewer.public_id, version=0, at=at)
    return _render(request, "cases/find.html", form, keys=keys, minutes=cases.MINUTES_OPEN)


def _opened(request: HttpRequest, viewer: Person, person: Person, purpose: str) -> str:
    read_drawn(request, viewer, cases.OPENING, viewer.public_id, at=database_clock())
    open_case(person, purpose, by=viewer)
    return reverse("transfers:case", args=[person.public_id])


@require_http_methods(_FORM)
@person_page
def case(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The open case. Sending a role's code leads to claiming for it."""
    at = database_clock()
    opened = cases.get_open_case(viewer, public_id, at)
    may_claim = cases.CLAIM in opened.until_by_purpose
    form = RoleCodeForm(_sent(request) if may_claim else None)
    last_review = cases.get_last_review(opened)
    if form.is_valid():
        role = cases.find_role(form.cleaned_data["code"].strip())
        if role is not None and find_served_candidate(viewer, role, opened.person, at) is not None:
            return HttpResponseRedirect(reverse("transfers:case_offer", args=[public_id, role.public_id]))
        form.add_error("code", _("There is no open role with this code for which you act for this person."))
    shown = {
        "case": opened,
        "person": opened.person,
        "purposes": [PURPOSE_WORDS[purpose] for purpose in opened.until_by_purpose],
        "may_claim": may_claim,
        "findings": get_findings_in_case(viewer, opened.person, at)
        if cases.FINDING in opened.until_by_purpose
        else [],
        "may_review": cases.UNPLACED in opened.until_by_purpose
        and allowed(check_may_review, viewer, opened.person, at),
        "last_review": last_review,
        "last_review_words": REVIEW_WORDS[last_review.outcome] if last_review is not None else "",
        **_shown(viewer, opened, at),
    }
    return _render(request, "cases/case.html", form, **shown)


def _shown(viewer: Person, opened: cases.OpenCase, at: datetime) -> dict[str, object]:
    """What the case holds, and by id what may be done there now for the purposes it was opened for."""
    purposes, person = opened.until_by_purpose, opened.person
    claims = cases.get_claims_in_case(viewer, person, at)
    placements = cases.get_placements_in_case(viewer, person, at)
    assignments = cases.get_assignments_in_case(person)
    offered = [claim for claim in claims if claim.status == "offered" and cases.CLAIM in purposes]
    alone = get_left_alone(offered, person, at)
    return {
        "claims": claims,
        "placements": placements,
        "assignments": assignments,
        "withdrawable": {claim.pk for claim in offered if claim.is_by_hr or claim.pk in alone},
        "cancellable": {
            placement.pk
            for placement in placements
            if cases.CANCELLATION in purposes and allowed(check_can_cancel, viewer, placement, "person", at)
        },
        "handovers": {
            placement.pk
            for placement in placements
            if cases.PLACEMENT in purposes and allowed(check_has_handover, placement)
        },
        "late": {
            assignment.pk
            for assignment in assignments
            if cases.LATE_FILING in purposes and allowed(check_may_file_late, viewer, assignment, at)
        },
        "readable": {
            assignment.pk
            for assignment in assignments
            if cases.READING in purposes and allowed(check_may_ask, viewer, assignment, at)
        },
    }


@require_http_methods(_FORM)
@sensitive_post_parameters()
@person_page
def late(request: HttpRequest, viewer: Person, public_id: uuid.UUID, assignment: uuid.UUID) -> HttpResponse:
    """Record late what the person asks for. The page does not say whether anything was filed."""

    def check(at: datetime) -> Any:
        opened = cases.get_open_case(viewer, public_id, at, purpose=cases.LATE_FILING)
        found = cases.get_assignment_in_case(opened.person, assignment)
        check_can_file_late(viewer, found, latest=None, at=at)
        return found

    at = database_clock()
    found = check(at)
    form = LateForm(_sent(request))
    if form.is_valid():

        def work() -> str:
            now = database_clock()
            standing = check(now)
            read_drawn(request, viewer, _LATE, assignment, at=now)
            reason = form.cleaned_data["late_reason"]
            file_late_choice(standing, form.cleaned_data["option"], late_reason=reason, by=viewer)
            return reverse("transfers:case", args=[public_id])

        return do_and_say(request, viewer, work, _("It is recorded. The person has a receipt."))
    shown = {
        "assignment": found,
        "person": found.employee,
        "options": get_options(found.assigned_unit.name, undraft_first=bool(public_id.int % 2)),
        "keys": form_keys(viewer, _LATE, assignment, version=0, at=at),
    }
    return _render(request, "cases/late.html", form, **shown)


@require_http_methods(_FORM)
@person_page
def cancel(request: HttpRequest, viewer: Person, public_id: uuid.UUID, placement: uuid.UUID) -> HttpResponse:
    """Cancel a pending placement, at the person's request or with a reason."""

    def check(at: datetime) -> Any:
        opened = cases.get_open_case(viewer, public_id, at, purpose=cases.CANCELLATION)
        return opened.person, cases.get_placement_in_case(viewer, opened.person, placement, at)

    at = database_clock()
    person, found = check(at)
    form = CancelForm(_sent(request))
    if form.is_valid():

        def work() -> str:
            now = database_clock()
            standing = check(now)[1]
            read_drawn(request, viewer, _CANCEL, placement, at=now)
            said = form.cleaned_data
            cancel_placement(standing, because=said["because"], reason=said["reason"], by=viewer)
            return reverse("transfers:case", args=[public_id])

        return do_and_say(request, viewer, work, _("The move is cancelled. The person was told."))
    keys = form_keys(viewer, _CANCEL, placement, version=0, at=at)
    return _render(request, "cases/cancel.html", form, person=person, placement=found, keys=keys)


@require_http_methods(_FORM)
@person_page
def withdraw(request: HttpRequest, viewer: Person, public_id: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Take back an offer that HR made in place of the hiring manager, or that has no manager any more."""

    def check(at: datetime) -> Any:
        opened = cases.get_open_case(viewer, public_id, at, purpose=cases.CLAIM)
        found = cases.get_claim_in_case(viewer, opened.person, claim, at)
        if not allowed(check_can_withdraw, viewer, found, at):
            raise NotVisible()
        return found

    at = database_clock()
    found = check(at)
    form = WithdrawForm(_sent(request))
    if form.is_valid():

        def work() -> str:
            now = database_clock()
            standing = check(now)
            read_drawn(request, viewer, _WITHDRAW, claim, at=now)
            withdraw_claim(standing, because=form.cleaned_data["because"], by=viewer)
            return reverse("transfers:case", args=[public_id])

        return do_and_say(request, viewer, work, _("The offer is withdrawn. The person was told."))
    shown = {
        "claim": found,
        "person": found.employee,
        "terms": get_terms_rows(found),
        "keys": form_keys(viewer, _WITHDRAW, claim, version=0, at=at),
    }
    return _render(request, "cases/withdraw.html", form, **shown)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _render(request: HttpRequest, template: str, form: Any, **shown: Any) -> HttpResponse:
    return render(request, template, {"form": form, **shown}, status=400 if form.is_bound else 200)
