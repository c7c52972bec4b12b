"""What every page shows round its content: who is signed in, where they may go, which clock it reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.clock import database_clock
from transfers.queries.demo import is_demo_database
from transfers.queries.navigation import get_navigation

# The names that queries/navigation.py gives, as words and addresses.
_DESTINATIONS = {
    "home": (_("Home"), "transfers:home"),
    "roles": (_("Roles for you"), "transfers:roles"),
    "preferences": (_("Your list"), "transfers:preferences"),
    "visibility": (_("Who can see me"), "transfers:visibility"),
    "claims": (_("Claims"), "transfers:claims"),
    "timeline": (_("What happens next"), "transfers:timeline"),
    "my_roles": (_("My roles"), "transfers:my_roles"),
    "my_claims": (_("Claims I made"), "transfers:my_claims"),
    "cases": (_("Cases"), "transfers:cases"),
    "admin": (_("Administration"), "admin:index"),
}
_FOOT = {
    "policy": (_("Policy"), "transfers:policy"),
    "help": (_("Help"), "transfers:help"),
    "privacy": (_("Privacy"), "transfers:privacy"),
    "accessibility": (_("Accessibility"), "transfers:accessibility"),
}


def _entries(names: tuple[str, ...], known: dict[str, tuple[Any, str]]) -> list[dict[str, Any]]:
    entries = []
    for name in names:
        label, view = known[name]
        try:
            entries.append({"label": label, "url": reverse(view)})
        except NoReverseMatch:
            continue  # an installation may leave pages out
    return entries


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html. Nothing is asked of the database before a template names it."""
    shown: dict[str, Any] = {
        "company_zone": settings.COMPANY_TIME_ZONE,
        "foot": _entries(tuple(_FOOT), _FOOT),
        "demo": SimpleLazyObject(lambda: bool(settings.DEMO) and is_demo_database()),
        "demo_at": SimpleLazyObject(database_clock),
    }
    viewer = getattr(request, "user", None)
    if isinstance(viewer, Employee):
        navigation = SimpleLazyObject(lambda: get_navigation(viewer, database_clock()))
        inbox = _entries(("inbox",), {"inbox": (_("Inbox"), "transfers:inbox")})
        shown |= {
            "viewer_name": viewer.name,
            "zone": SimpleLazyObject(lambda: viewer.zone),
            "inbox_url": inbox[0]["url"] if inbox else "",
            "inbox_count": SimpleLazyObject(lambda: navigation.unread),
            "nav": SimpleLazyObject(lambda: _entries(navigation.destinations, _DESTINATIONS)),
        }
    return shown
