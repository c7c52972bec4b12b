"""A survey's two questions for a member, and what came of every survey for everybody."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from transfers.actions.surveys import answer_survey
from transfers.clock import database_clock
from transfers.forms.surveys import SurveyForm
from transfers.queries.memberships import get_membership_in
from transfers.queries.surveys import get_results, get_survey
from transfers.sight.actor import Person
from transfers.web import person_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def survey(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The questions, while they are open. A second form changes nothing: the first answer could not be found."""
    at = database_clock()
    membership = get_membership_in(viewer, public_id, at)
    campaign = membership.assignment.campaign
    found = get_survey(viewer, membership, at)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_new = answer_survey(
            campaign, free=form.cleaned_data["free"], informed=form.cleaned_data["informed"], by=viewer
        )
        thanks = _("Thank you. Your answer is stored without your name.")
        messages.success(request, thanks if is_new else _("You have answered before. That answer stands."))
        return redirect("transfers:survey", public_id)
    shown = {"campaign": campaign, "survey": found, "form": form}
    return render(request, "surveys/survey.html", shown, status=400 if form.errors else 200)


@require_safe
@person_page
def results(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What everybody may read of the answers."""
    return render(request, "surveys/results.html", {"results": get_results(viewer, database_clock())})
