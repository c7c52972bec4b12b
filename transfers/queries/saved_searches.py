"""The searches that a person keeps, in words and as addresses of the page of roles."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from transfers.models import SavedSearch
from transfers.queries.public_facts import PublicFacts, get_sites
from transfers.queries.ranked_roles import RoleFilter
from transfers.sight.actor import Person


@dataclass(frozen=True, slots=True)
class Kept:
    """One search: `asked` is the part of an address behind the question mark."""

    public_id: uuid.UUID
    name: str
    words: list[str]
    asked: str


def get_saved_searches(viewer: Person, public: PublicFacts) -> list[Kept]:
    """The viewer's own, in the order in which they were saved. One query."""
    return [_kept(row, public) for row in SavedSearch.objects.filter(employee=viewer)]


def say_filter(asked: RoleFilter, public: PublicFacts) -> list[str]:
    """What a search asks for, one part a sentence; a unit or site that is gone is said to be."""
    said = []
    if asked.words:
        said.append(_("“%(words)s”") % {"words": asked.words})
    if asked.unit is not None:
        said.append(dict(public.staffing_units).get(asked.unit) or _("A unit that has no open role today"))
    if asked.site:
        said.append(dict(get_sites(public)).get(asked.site) or _("A site that is gone"))
    if asked.level is not None:
        said.append(_("Level %(n)s") % {"n": asked.level})
    return said


def to_address(asked: RoleFilter) -> str:
    """The filters as the page of roles takes them."""
    given = {"words": asked.words, "unit": asked.unit, "site": asked.site, "level": asked.level}
    return urlencode({name: value for name, value in given.items() if value})


def _kept(row: SavedSearch, public: PublicFacts) -> Kept:
    asked = RoleFilter(row.words, row.unit, row.site, row.level)
    return Kept(row.public_id, row.name, say_filter(asked, public), to_address(asked))
