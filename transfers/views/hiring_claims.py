"""Claims made, by a hiring manager or by the HR partner who acts for one."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.claims import offer_claim, withdraw_claim
from transfers.clock import database_clock
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale, TransferError
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
from transfers.queries.offers import TOPICS, OfferDraft, draft_offer, get_terms_rows
from transfers.queries.pools import find_candidates, find_served_candidate
from transfers.queries.role_words import get_term_rows
from transfers.queries.terms_templates import Template, find_template, get_templates
from transfers.sight.actor import Person
from transfers.sight.hats import is_hiring_manager
from transfers.web import do_and_say, form_keys, paginate, person_page, read_drawn

_OFFER, _WITHDRAW = "offer", "withdraw"
_SETS = "sets"  # what the button sends that draws the form again with the sets of terms
Find = Callable[[datetime], OfferDraft]


@require_safe
@person_page
def claims(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What waits for an answer, who arrives, and what was not taken up."""
    at = database_clock()
    offered, arrivals = get_offered_claims(viewer, at), get_arrivals_with_steps(viewer, at)
    shown = {
        "offered": offered,
        "arrivals": arrivals,
        "has_roles": bool(offered or arrivals) or is_hiring_manager(viewer, at),
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

    return do_and_say(request, viewer, work, _("The offer is withdrawn. The person was told."))


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

    back = (reverse("transfers:hiring_profile", args=[public_id, candidate]), _("Profile"))
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
    return _offer(request, viewer, find, (case, _("Case")), case, as_manager=False)


@dataclass(frozen=True, slots=True)
class _Page:
    """A claim's page: what it is about, where it leads back to, and what stands in the way of sending it."""

    request: HttpRequest
    viewer: Person
    draft: OfferDraft
    back: tuple[str, str]  # an address and the words that lead there
    obstacle: str
    at: datetime


def _offer(
    request: HttpRequest, viewer: Person, find: Find, back: tuple[str, str], done: str, *, as_manager: bool
) -> HttpResponse:
    at = database_clock()
    draft = find(at)
    page = _Page(request, viewer, draft, back, _what_stands_in_the_way(viewer, draft, at, as_manager=as_manager), at)
    if request.method != "POST":
        if page.obstacle and not as_manager:
            raise NotAllowed(page.obstacle)
        return _refused(page) if page.obstacle else _form(page, OfferForm(draft))
    if "redraw" in request.POST:
        templates = get_templates(viewer) if request.POST["redraw"] == _SETS else None
        kept = find_template(templates or [], request.POST.get("terms", ""))
        terms = kept.terms if kept is not None else None
        return _form(page, OfferForm(draft, typed=request.POST, terms=terms), kept=kept, templates=templates)
    form = OfferForm(draft, request.POST)
    if not form.is_valid():
        return _form(page, form)

    def work() -> str:
        now = database_clock()
        standing = find(now)
        drawn = read_drawn(request, viewer, _OFFER, _pair(standing), at=now)
        if drawn.version != standing.role.version:
            raise Stale(_("The role was changed since you opened the page. What you typed is kept: check it."))
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
    except TransferError as refused:
        field = refused.field if isinstance(refused, Invalid) else None
        if isinstance(refused, NotVisible) or (field is not None and field not in form.fields):
            raise
        form.add_error(field, refused.message)
        draft = find(at := database_clock())
        obstacle = _what_stands_in_the_way(viewer, draft, at, as_manager=as_manager)
        now = _Page(request, viewer, draft, back, obstacle, at)
        return _form(now, form, status=refused.status, is_stale=isinstance(refused, Stale))


def _what_stands_in_the_way(viewer: Person, draft: OfferDraft, at: datetime, *, as_manager: bool) -> str:
    """Why this claim would be refused now whatever it says, in a sentence; "" where nothing does but a free seat."""
    try:
        check_comes_next(
            viewer,
            draft.role,
            draft.person,
            draft.policy,
            at,
            is_prior=draft.has_priority,
            as_manager=as_manager,
            door=draft.door,
        )
    except NotAllowed as refused:
        return refused.message
    return ""


def _pair(draft: OfferDraft) -> uuid.UUID:
    """What the form is about: this person for this role."""
    return uuid.uuid5(draft.role.public_id, str(draft.person.public_id))


def _form(
    page: _Page,
    form: OfferForm,
    *,
    kept: Template | None = None,
    templates: list[Template] | None = None,
    status: int = 400,
    is_stale: bool = False,
) -> HttpResponse:
    """The claim's form, with what was typed where it was sent before; no button to send it where that is refused."""
    draft, was_sent = page.draft, page.request.method == "POST"
    is_free = draft.role.claimable_seats > 0
    named = [str(name) for topic, name in TOPICS if kept is not None and topic != "level" and topic in kept.terms]
    shown = {
        "templates": templates,
        "kept": kept,
        "filled": named,
        "draft": draft,
        "form": form,
        "back": page.back[0],
        "back_label": page.back[1],
        "is_drawn": was_sent or is_free,
        "may_send": is_free and not page.obstacle,
        "obstacle": "" if form.non_field_errors() else page.obstacle,
        "role_terms": get_term_rows(draft.role) if is_stale else None,
        "keys": form_keys(page.viewer, _OFFER, _pair(draft), version=draft.role.version, at=page.at),
    }
    return render(page.request, "hiring/offer.html", shown, status=status if form.is_bound else 200)


def _refused(page: _Page) -> HttpResponse:
    """In place of a form that could not be sent: why, and the way back."""
    shown = {"draft": page.draft, "obstacle": page.obstacle, "back": page.back[0], "back_label": page.back[1]}
    return render(page.request, "hiring/offer_refused.html", shown, status=409)


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
