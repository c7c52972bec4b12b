"""Every address of the portal, found by looking: its template, its name, and whether it takes a form."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Employee
from portal.admin_site import site
from tests.pages import freshly_signed_in
from transfers.admin.base import PortalAdmin

NOTHING = str(uuid.UUID(int=7))
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_SAMPLES = {"uuid": NOTHING, "int": "999999999", "slug": "nothing", "str": "nothing"}


@dataclass(frozen=True)
class Route:
    """One line of the URL configuration."""

    template: str
    name: str

    def fill(self, **values: str) -> str:
        """An address of this route; where no value is given, one that leads to nothing."""

        def one(found: re.Match[str]) -> str:
            return values.get(found["name"], _SAMPLES[found["kind"] or "str"])

        return _PARAMETER.sub(one, self.template)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Names and kinds of what is filled in."""
        return [(found["name"], found["kind"] or "str") for found in _PARAMETER.finditer(self.template)]


def _walk(patterns: list[Any], before: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, address, inner)
        elif isinstance(pattern, URLPattern):
            yield Route("/" + _plain(address), f"{space}{pattern.name}")


def _plain(address: str) -> str:
    """A regular expression of the three that there are as a template."""
    address = address.replace("^", "").replace("$", "")
    address = address.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "<str:uidb36>-<str:key>")
    return address.replace("(?P<app_label>transfers|accounts)", "accounts").replace("(?P<url>.*)", "<str:url>")


@cache
def routes() -> list[Route]:
    """Every route once, in the order of its template."""
    return sorted(set(_walk(get_resolver().url_patterns, "", "")), key=lambda route: route.template)


def verbs() -> Iterator[tuple[str, PortalAdmin, str]]:
    """Every verb of the admin that is a form: its name, its page, the verb's own name."""
    for page in site._registry.values():
        assert isinstance(page, PortalAdmin)
        for verb in page.verbs:
            if verb.is_shown_only:
                continue
            route = f"{page.opts.app_label}_{page.opts.model_name}_{'new' if verb.is_new else 'verb'}"
            yield f"admin:{route}/{verb.name}", page, verb.name


def forms_to_find(person: Employee) -> set[str]:
    """The names of all forms that an example must stand for.

    A route may take a form unless it says that it does not, to somebody who has just signed in or to nobody. The
    verbs of the admin are found by their own list, and its other pages take none.
    """
    found = {name for name, _page, verb in verbs()}
    somebody = freshly_signed_in(person)
    for route in routes():
        if route.name.startswith("admin:"):
            continue
        if "_auth_user_id" not in somebody.session:
            somebody = freshly_signed_in(person)
        if 405 not in (client.post(route.fill()).status_code for client in (Client(), somebody)):
            found.add(route.name)
    return found
