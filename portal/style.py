"""The page of all components, each in its states: for who works on the portal, in the demonstration alone."""

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal.style_samples import COMPONENTS
from transfers.queries.demo import get_demo_clock

# Drawn by a tag from what it computes, not from the arguments as they are given.
_BY_TAG = {
    "due": "style/due.html",
    "icon": "style/icon.html",
    "working_date": "style/working_date.html",
    "options": "style/options.html",
}


class Drawn(NamedTuple):
    """One state of a component, as a page would have it."""

    state: str
    html: str


class Shown(NamedTuple):
    """A component's section of the page."""

    name: str
    takes: str
    samples: list[Drawn]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Draw every sample; the summary of errors first, because it takes the focus."""
    if not (settings.DEMO and get_demo_clock()):
        raise Http404
    names = sorted(COMPONENTS, key=lambda name: (name != "error_summary", name))
    return render(request, "style/components.html", {"components": [draw(name, request) for name in names]})


def draw(name: str, request: HttpRequest) -> Shown:
    """One component with all its samples."""
    component = COMPONENTS[name]
    template = _BY_TAG.get(name, f"components/{name}.html")
    drawn = [
        Drawn(sample.state, render_to_string(template, dict(sample.arguments), request))
        for sample in component.samples
    ]
    return Shown(name, component.takes, drawn)
