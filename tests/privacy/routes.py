"""Every route of the portal by its name, as the URL configuration has it; of the admin's verbs, every verb."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from portal.admin_site import PAGES

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Routes that are regular expressions or take what is no id, and an address that each of them takes.
_EXAMPLES = {
    "/admin/(?P<url>.*)$": "/admin/nothing/of/this/kind/",
    "/admin/^(?P<app_label>transfers|accounts)/$": "/admin/transfers/",
    "/account/^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/account/password/new/1-abcdef/",
    "/account/<slug:provider_id>/sign-in/": "/account/company/sign-in/",
    "/account/<slug:provider_id>/back/": "/account/company/back/",
    "/account/security/passkeys/<int:pk>/remove/": "/account/security/passkeys/99/remove/",
}
NO_VERB = "of-nothing"


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its name, with the verb where it is the admin's, and its address with places for parameters."""

    name: str
    template: str
    verb: str = ""

    @property
    def places(self) -> int:
        """How many ids its address takes."""
        return len(_PARAMETER.findall(self.template)) - bool(self.verb)

    def filled(self, ids: Sequence[str]) -> str:
        """The address with ids, and the verb, in the places of its parameters."""
        address = self.template
        for value in [*ids, self.verb]:
            address = _PARAMETER.sub(value, address, count=1)
        return address


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern.url_patterns, address, inner)
            continue
        address = _EXAMPLES.get(address, address)
        name = f"{space}{pattern.name}" if pattern.name else address
        verbs = _verbs_at(name)
        for verb in verbs or ("",):
            yield Route(f"{name} {verb}".strip(), address, verb)


def _verbs_at(name: str) -> list[str]:
    """The verbs of the noun at an admin's route, and one that is none; nothing at every other route."""
    for page in PAGES:
        noun = f"admin:{page.noun._meta.app_label}_{page.noun._meta.model_name}"
        if name in (f"{noun}_verb", f"{noun}_new"):
            return [*(verb.name for verb in page.verbs if verb.is_new == name.endswith("_new")), NO_VERB]
    return []


def get_routes() -> dict[str, Route]:
    """Every route by its name."""
    return {route.name: route for route in _routes(get_resolver().url_patterns, "/", "")}
