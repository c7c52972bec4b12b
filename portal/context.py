"""What every page shows round its content: who is signed in, where they may go, which clock it reads."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.clock import database_clock
from transfers.queries.demo import get_demo_clock
from transfers.queries.navigation import get_navigation

# The names that queries/navigation.py gives, as words and addresses.
DESTINATIONS = {
    "home": (_("Home"), "transfers:home"),
    "roles": (_("Roles for you"), "transfers:roles"),
    "preferences": (_("Your list"), "transfers:preferences"),
    "visibility": (_("Who can see me"), "transfers:visibility"),
    "claims": (_("Offers"), "transfers:claims"),
    "timeline": (_("Timeline"), "transfers:timeline"),
    "hiring_roles": (_("My roles"), "transfers:hiring_roles"),
    "hiring_claims": (_("Claims I made"), "transfers:hiring_claims"),
    "lead": (_("My units"), "transfers:lead"),
    "cases": (_("Cases"), "transfers:cases"),
    "admin": (_("Administration"), "admin:index"),
}
FOOT = {
    "answers": (_("Answers"), "transfers:answers"),
    "policy": (_("Policy"), "transfers:policy"),
    "releases": (_("Published counts"), "transfers:releases"),
    "record": (_("My record"), "transfers:record"),
    "help": (_("Help"), "transfers:help"),
    "privacy": (_("Privacy"), "transfers:privacy"),
    "accessibility": (_("Accessibility"), "transfers:accessibility"),
    "language": (_("Language"), "transfers:language"),
}
# entries of the foot for who is signed in
_OF_ONES_OWN = frozenset({"record"})


def _entries(names: tuple[str, ...], known: dict[str, tuple[Any, str]]) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(view)} for label, view in (known[name] for name in names)]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html. Nothing is asked of the database before a template names it."""
    demo_clock = cache(get_demo_clock if settings.DEMO else lambda: None)
    viewer = getattr(request, "user", None)
    is_signed_in = isinstance(viewer, Employee)
    shown: dict[str, Any] = {
        "company_zone": settings.COMPANY_TIME_ZONE,
        "company_sign_in": bool(settings.OIDC_ISSUER),
        "foot": _entries(tuple(name for name in FOOT if is_signed_in or name not in _OF_ONES_OWN), FOOT),
        "demo": SimpleLazyObject(lambda: demo_clock() is not None),
        "demo_at": SimpleLazyObject(demo_clock),
    }
    if isinstance(viewer, Employee):
        navigation = SimpleLazyObject(lambda: get_navigation(viewer, demo_clock() or database_clock()))
        shown |= {
            "viewer_name": viewer.name,
            "zone": SimpleLazyObject(lambda: navigation.zone),
            "inbox_url": reverse("transfers:inbox"),
            "inbox_count": SimpleLazyObject(lambda: navigation.unread),
            "nav": SimpleLazyObject(lambda: _entries(navigation.destinations, DESTINATIONS)),
        }
    return shown
