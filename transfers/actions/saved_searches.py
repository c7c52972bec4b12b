"""Searches of the open roles that a person keeps."""

import uuid

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotVisible
from transfers.models import SavedSearch
from transfers.permissions.saved_searches import check_can_save_search
from transfers.queries.ranked_roles import RoleFilter
from transfers.sight.actor import Actor

MOST = 20


@atomic.write
def save_search(
    person: Employee, name: str, asked: RoleFilter, *, by: Actor, clock: Clock = database_clock
) -> SavedSearch:
    """Keep what was asked under a name. Its Event holds nothing of it. Raises NotVisible, Invalid. Locks: person."""
    person = lock_person(person.pk)
    at = clock()
    check_can_save_search(by, person, at)
    name = name.strip()
    if not name:
        raise Invalid(_("Give the search a name."), field="name")
    if asked == RoleFilter():
        raise Invalid(_("Search for something first: a word, a unit, a site or a level."))
    kept = SavedSearch.objects.filter(employee=person)
    if kept.filter(name=name).exists():
        raise Invalid(_("You have a search of this name. Give another, or delete that one first."), field="name")
    if kept.count() >= MOST:
        raise Invalid(_("You keep %(n)s searches, which is the most. Delete one first.") % {"n": MOST}, field="name")
    saved = SavedSearch.objects.create(
        employee=person,
        name=name,
        words=asked.words.strip(),
        unit=asked.unit,
        site=asked.site,
        level=asked.level,
        saved_at=at,
    )
    ledger.record("search.saved", saved, by=by, at=at, subject=person)
    return saved


@atomic.write
def delete_search(person: Employee, public_id: uuid.UUID, *, by: Actor, clock: Clock = database_clock) -> None:
    """Let go of a search. Raises NotVisible where it is another's or gone. Locks: person."""
    person = lock_person(person.pk)
    at = clock()
    check_can_save_search(by, person, at)
    kept = SavedSearch.objects.filter(employee=person, public_id=public_id).first()
    if kept is None:
        raise NotVisible()
    ledger.record("search.deleted", kept, by=by, at=at, subject=person)
    kept.delete()
