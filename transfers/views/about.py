"""The pages about the portal itself, for everybody, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.queries.break_glasses import HOURS_TO_DECIDE, MINUTES_OPEN


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "about/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "about/privacy.html", {"hours": HOURS_TO_DECIDE, "minutes": MINUTES_OPEN})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html")
