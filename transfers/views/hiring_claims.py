"""Claims made, by a hiring manager or by the HR partner who acts for one."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.claims import offer_claim, withdraw_claim
from transfers.clock import database_clock
from transfers.errors import Invalid, NotVisible, Stale
from transfers.forms.offers import OfferForm, WithdrawForm
from transfers.permissions.allowed import allowed
from transfers.permissions.claims import check_can_withdraw, check_comes_next
from transfers.queries.cases import CLAIM, get_open_case, get_role
from transfers.queries.handovers import get_arrivals_with_steps
from transfers.queries.hiring import (
    get_claim_on_own_role,
    get_claims_not_taken_up,
    get_managed_role,
    get_offered_claims,
)
from transfers.queries.offers import OfferDraft, draft_offer, get_terms_rows
from transfers.queries.pools import find_candidates, find_served_candidate
from transfers.queries.terms_templates import Template, find_template, get_templates
from transfers.sight.actor import Person
from transfers.web import do_and_say, form_keys, paginate, person_page, read_drawn

_OFFER, _WITHDRAW = "offer", "withdraw"
Find = Callable[[datetime], OfferDraft]


@require_safe
@person_page
def claims(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What waits for an answer, who arrives, and what was not taken up."""
    at = database_clock()
    shown = {
        "offered": get_offered_claims(viewer, at),
        "arrivals": get_arrivals_with_steps(viewer, at),
        "page": paginate(request, get_claims_not_taken_up(viewer, at)),
        "at": at,
    }
    return render(request, "hiring/claims.html", shown)


@require_safe
@person_page
def claim(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One claim: its terms, and taking it back while it waits."""
    return _claim(request, viewer, public_id, WithdrawForm())


@require_POST
@person_page
def withdraw(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Take an offer back, with a reason."""
    found = get_claim_on_own_role(viewer, public_id, database_clock())
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _claim(request, viewer, public_id, form)

    def work() -> str:
        read_drawn(request, viewer, _WITHDRAW, public_id, at=database_clock())
        withdraw_claim(found, because=form.cleaned_data["because"], by=viewer)
        return reverse("transfers:hiring_claims")

    return do_and_say(request, viewer, work, _("The offer was taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def offer(request: HttpRequest, viewer: Person, public_id: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Claim a visible candidate for one of my roles."""

    def find(at: datetime) -> OfferDraft:
        role = get_managed_role(viewer, public_id, at)
        found = find_candidates(viewer, role, [candidate], at)
        if not found:
            raise NotVisible()
        return draft_offer(role, found[0], at)

    back = reverse("transfers:hiring_profile", args=[public_id, candidate])
    return _offer(request, viewer, find, back, reverse("transfers:hiring_claims"), as_manager=True)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def offer_in_case(request: HttpRequest, viewer: Person, public_id: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """Claim, in place of the hiring manager, a person whose case is open for that."""

    def find(at: datetime) -> OfferDraft:
        person = get_open_case(viewer, public_id, at, purpose=CLAIM).person
        wanted = get_role(role)
        found = find_served_candidate(viewer, wanted, person, at)
        if found is None:
            raise NotVisible()
        return draft_offer(wanted, found, at)

    case = reverse("transfers:case", args=[public_id])
    return _offer(request, viewer, find, case, case, as_manager=False)


def _offer(
    request: HttpRequest, viewer: Person, find: Find, back: str, done: str, *, as_manager: bool
) -> HttpResponse:
    at = database_clock()
    draft = find(at)
    if request.method != "POST":
        prior = draft.has_priority
        check_comes_next(
            viewer,
            draft.role,
            draft.person,
            draft.policy,
            at,
            is_prior=prior,
            as_manager=as_manager,
            door=draft.door,
        )
        asked = request.GET.get("terms")
        templates = get_templates(viewer) if asked is not None else None
        kept = find_template(templates or [], asked or "")
        filled = OfferForm(draft, terms=kept.terms if kept is not None else None)
        return _form(request, viewer, draft, filled, back, at, kept=kept, templates=templates)
    form = OfferForm(draft, request.POST)
    if not form.is_valid():
        return _form(request, viewer, draft, form, back, at)

    def work() -> str:
        now = database_clock()
        standing = find(now)
        drawn = read_drawn(request, viewer, _OFFER, _pair(standing), at=now)
        if drawn.version != standing.role.version:
            raise Stale(_("The role was changed since you opened the page. Open it again to see its terms now."))
        offer_claim(
            standing.role,
            standing.person,
            terms=form.get_terms(),
            level=form.cleaned_data["level"],
            start_on=form.cleaned_data["start_on"],
            note=form.cleaned_data["note"],
            by=viewer,
        )
        return done

    try:
        return do_and_say(request, viewer, work, _("The offer was sent. The person is told at once."))
    except Invalid as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, refused.message)
        return _form(request, viewer, draft, form, back, at)


def _pair(draft: OfferDraft) -> uuid.UUID:
    """What the form is about: this person for this role."""
    return uuid.uuid5(draft.role.public_id, str(draft.person.public_id))


def _form(
    request: HttpRequest,
    viewer: Person,
    draft: OfferDraft,
    form: OfferForm,
    back: str,
    at: datetime,
    *,
    kept: Template | None = None,
    templates: list[Template] | None = None,
) -> HttpResponse:
    shown = {
        "templates": templates,
        "kept": kept,
        "draft": draft,
        "form": form,
        "back": back,
        "keys": form_keys(viewer, _OFFER, _pair(draft), version=draft.role.version, at=at),
    }
    return render(request, "hiring/offer.html", shown, status=400 if form.is_bound else 200)


def _claim(request: HttpRequest, viewer: Person, public_id: uuid.UUID, form: WithdrawForm) -> HttpResponse:
    at = database_clock()
    found = get_claim_on_own_role(viewer, public_id, at)
    shown: dict[str, Any] = {
        "claim": found,
        "terms": get_terms_rows(found),
        "may_withdraw": allowed(check_can_withdraw, viewer, found, at),
        "form": form,
        "keys": form_keys(viewer, _WITHDRAW, public_id, version=0, at=at),
    }
    return render(request, "hiring/claim.html", shown, status=400 if form.is_bound else 200)
