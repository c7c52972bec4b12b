"""The policy in force and every earlier version, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.policies import get_published_policies
from transfers.queries.policy_words import get_rules
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def policy(request: HttpRequest, viewer: Person) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    at = database_clock()
    versions = get_published_policies()
    in_force = next((version for version in versions if version.effective_at <= at), None)
    described = [
        {
            "policy": version,
            "summary": _("Version %(n)s") % {"n": version.version},
            "rules": get_rules(version),
            "is_ahead": version.effective_at > at,
        }
        for version in versions
    ]
    shown = {
        "in_force": next((each for each in described if each["policy"] is in_force), None),
        "ahead": [each for each in described if each["is_ahead"]],
        "earlier": [each for each in described if not each["is_ahead"] and each["policy"] is not in_force],
    }
    return render(request, "policies/policy.html", shown)
