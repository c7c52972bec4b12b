"""Every address of the portal, filled with every id a curious person could try."""

import os
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Employee
from transfers import models as m

# What may differ between two renderings of one page: the nonce, the tokens of its forms, the minute it is.
_FRESH = [
    re.compile(rb'nonce="[^"]*"'),
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'name="form_key" value="[^"]*"'),
    re.compile(rb'name="drawn" value="[^"]*"'),
    re.compile(rb"Figures as of .*?</p>", re.DOTALL),  # the minute it is
]
# CRAWL=everything: every id in every place by every method. Otherwise what a change is likely to break.
EVERYTHING = os.environ.get("CRAWL") == "everything"
MOST_FILLED = 10_000 if EVERYTHING else 8
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_IDS = {
    "assignment": m.Assignment,
    "break_glass": m.BreakGlass,
    "campaign": m.Campaign,
    "candidacy": m.Candidacy,
    "claim": m.Claim,
    "finding": m.Finding,
    "grant": m.Grant,
    "notice": m.Notice,
    "placement": m.Placement,
    "receipt": m.Receipt,
    "release": m.Release,
    "role": m.Role,
    "round": m.Round,
}


def _templates(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _templates(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield "/" + address


def templates() -> list[str]:
    """Every route as written in the URL configurations, such as /offers/<uuid:public_id>/."""
    return sorted(set(_templates(get_resolver().url_patterns)))


def ids_about(person: Employee, *, at_most: int = 1) -> dict[str, set[str]]:
    """The public ids and the primary keys of what is about a person, so many of each noun."""
    of = {
        "assignment": "employee",
        "claim": "employee",
        "finding": "employee",
        "placement": "employee",
        "candidacy": "employee",
    }
    of |= {"break_glass": "employee", "notice": "recipient", "receipt": "choice__assignment__employee"}
    public, keys = {str(person.public_id), str(person.unit.public_id)}, {str(person.pk)}
    for noun, model in _IDS.items():
        rows = model._default_manager.all()
        if noun in of:
            rows = rows.filter(**{of[noun]: person})
        for row in rows[:at_most]:
            public.add(str(row.public_id))  # type: ignore[attr-defined]
            if noun in of:
                keys.add(str(row.pk))
    return {"public": public, "keys": keys}


def addresses(ids: dict[str, set[str]]) -> list[str]:
    """Every route with every id in every place of an id."""
    found: set[str] = set()
    for template in templates():
        if template.startswith("/^") or "(?P" in template:  # a regular expression: the key of a password mail
            continue
        names = list(_PARAMETER.finditer(template))
        choices = [sorted(ids["public"] if name["kind"] == "uuid" else ids["keys"]) for name in names]
        filled = list(product(*choices))
        # every n-th of the pairs where a route takes two ids: all of them are the audit's
        for values in filled[:: max(1, len(filled) // MOST_FILLED)]:
            address = template
            for name, value in zip(names, values, strict=True):
                address = address.replace(name[0], value, 1)
            found.add(address)
    return sorted(found)


def without_fresh(body: bytes) -> bytes:
    """A page less what differs at every rendering."""
    for fresh in _FRESH:
        body = fresh.sub(b"", body)
    return body


def seen(response: Any, address: str) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """What an answer tells: status, body and headers, less the address that was asked and what is always fresh."""
    body = without_fresh(b"".join(response.streaming_content) if response.streaming else response.content)
    changing = {"date", "expires", "content-security-policy", "x-request-id", "vary"}
    headers = tuple(
        sorted((k, v.replace(address, "<address>")) for k, v in response.items() if k.lower() not in changing)
    )
    return response.status_code, body, headers


def crawl(
    viewer: Employee | None, ids: dict[str, set[str]], methods: tuple[str, ...], *, with_ids_only: bool = False
) -> dict[str, Any]:
    """What a viewer is told at every address by every method. Account pages answer for their own session only."""
    client = Client(raise_request_exception=True)
    if viewer is not None:
        client.force_login(viewer)
        assert client.get("/").status_code == 200  # a crawl that is not signed in would find nothing to differ
    told: dict[str, Any] = {}
    for address in addresses(ids):
        if address.startswith("/account/"):
            continue
        if with_ids_only and not any(public_id in address for public_id in ids["public"]):
            continue
        for method in methods:
            if method == "POST" and address.startswith("/admin/") and not EVERYTHING:
                continue
            told[f"{method} {address}"] = seen(client.generic(method, address), address)
    return told
