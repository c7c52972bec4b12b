"""A finding: proposed by a hiring manager, reviewed in the person's case, read and answered by the person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from transfers.actions.findings import (
    answer_finding,
    confirm_finding,
    propose_finding,
    refuse_finding,
    uphold_finding,
    withdraw_finding,
)
from transfers.clock import database_clock
from transfers.errors import NotVisible
from transfers.forms.findings import CONFIRM, LEVEL, REFUSE, UPHOLD, WITHDRAW, AnswerForm, DecisionForm, FindingForm
from transfers.queries.cases import FINDING, get_open_case
from transfers.queries.findings import find_finding, get_own_finding, get_own_findings, get_required_skills
from transfers.queries.hiring import get_managed_role
from transfers.queries.pools import find_candidates
from transfers.sight.actor import Person
from transfers.states import FindingStatus
from transfers.web import do_or_redraw, form_keys, person_page, read_drawn

_PROPOSE, _DECIDE, _ANSWER = "finding", "finding_decide", "finding_answer"
_FORM = ["GET", "HEAD", "POST"]
_DECIDING = {
    CONFIRM: confirm_finding,
    REFUSE: refuse_finding,
    UPHOLD: uphold_finding,
    WITHDRAW: withdraw_finding,
}


@require_http_methods(_FORM)
@person_page
def propose(request: HttpRequest, viewer: Person, public_id: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Say that a visible candidate does not meet a criterion of my role."""
    at = database_clock()
    role = get_managed_role(viewer, public_id, at)
    found = find_candidates(viewer, role, [candidate], at)
    if not found:
        raise NotVisible()
    skills = {str(skill.code): skill for skill in get_required_skills(role)}
    sent = request.POST if request.method == "POST" else None
    form = FindingForm(sent, [(code, skill.name) for code, skill in skills.items()])
    back = reverse("transfers:hiring_pool", args=[public_id])

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _PROPOSE, candidate, version=0, at=at)
        shown = {"role": role, "person": found[0].person, "candidate": candidate, "form": form, "keys": keys}
        return render(request, "findings/propose.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _PROPOSE, candidate, at=database_clock())
        code = form.cleaned_data["criterion"]
        skill = None if code == LEVEL else skills[code]
        propose_finding(role, found[0].candidacy, skill=skill, reasons=form.cleaned_data["reasons"], by=viewer)
        return back

    said = _("Your finding was sent to an independent reviewer. It counts only once they confirm it.")
    return do_or_redraw(request, viewer, form, work, said, draw)


@require_http_methods(_FORM)
@person_page
def review(request: HttpRequest, viewer: Person, public_id: uuid.UUID, finding: uuid.UUID) -> HttpResponse:
    """Decide on one, from the person's open case."""
    at = database_clock()
    person = get_open_case(viewer, public_id, at, purpose=FINDING).person
    found = find_finding(viewer, person, finding, at)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        _decisions(found.status, is_answered=found.answered_at is not None and found.upheld_at is None),
    )

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _DECIDE, finding, version=0, at=at)
        shown = {"finding": found, "person": person, "form": form, "keys": keys}
        return render(request, "findings/review.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _DECIDE, finding, at=database_clock())
        _DECIDING[form.cleaned_data["decision"]](found, by=viewer)
        return reverse("transfers:case", args=[public_id])

    return do_or_redraw(request, viewer, form, work, _("Your decision is recorded."), draw)


def _decisions(status: str, *, is_answered: bool) -> tuple[str, ...]:
    """What may be decided where a finding stands so, with an answer that nobody has looked at yet or none."""
    if status == FindingStatus.PROPOSED:
        return CONFIRM, REFUSE
    if status != FindingStatus.CONFIRMED:
        return ()
    return (UPHOLD, WITHDRAW) if is_answered else (WITHDRAW,)


@require_safe
@person_page
def findings(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What one was given in writing."""
    return render(request, "findings/list.html", {"findings": get_own_findings(viewer)})


@require_http_methods(_FORM)
@person_page
def finding(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One of them, and answering it."""
    at = database_clock()
    found = get_own_finding(viewer, public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _ANSWER, public_id, version=0, at=at)
        shown = {"finding": found, "form": form, "keys": keys}
        return render(request, "findings/finding.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _ANSWER, public_id, at=database_clock())
        answer_finding(found, form.cleaned_data["answer"], by=viewer)
        return reverse("transfers:finding", args=[public_id])

    return do_or_redraw(request, viewer, form, work, _("Your answer is given. Your HR partner reads it."), draw)
