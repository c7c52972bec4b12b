"""One's own choice, opened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from transfers.canonical import JSON
from transfers.formats.commitments import open_sealed
from transfers.models import Assignment, Choice, ChoiceKey
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person
from transfers.sight.filters import choices_visible_to


@dataclass(frozen=True, slots=True)
class OpenedChoice:
    """What a version says. `option` is "" once its key was destroyed."""

    option: str
    version: int
    filed_at: datetime


def open_choice(choice: Choice) -> OpenedChoice:
    """Open a version with its key. For actions, and for `get_own_choice`."""
    content = read_content(choice)
    option = str(content["option"]) if content is not None else ""
    return OpenedChoice(option=option, version=choice.version, filed_at=choice.filed_at)


def read_content(choice: Choice) -> Mapping[str, JSON] | None:
    """Everything a version says, or None where its key is gone."""
    key = read_key(choice)
    if key is None:
        return None
    content: Mapping[str, JSON] = json.loads(open_sealed(bytes(choice.content), key, bytes(choice.commitment)))
    return content


def read_key(choice: Choice) -> bytes | None:
    """A version's key; None once it was destroyed, or where a restored dump held no keys."""
    try:
        key = choice.key.key
    except ChoiceKey.DoesNotExist:
        return None
    return bytes(key) if key is not None else None


def get_own_choice(viewer: Person, assignment: Assignment, at: datetime) -> OpenedChoice | None:
    """The version that counts of the viewer's own choice; None where nothing was filed, and for everybody else."""
    found = _LATEST.ask(viewer=viewer.pk, at=at, assignment=assignment.pk)
    return open_choice(found[0]) if found else None


def _latest(viewer: int, at: datetime, assignment: int) -> QuerySet[Choice]:
    visible = choices_visible_to(person_by_id(viewer), at).filter(assignment=assignment).select_related("key")
    return visible.order_by("-version")[:1]


_LATEST = Statement(_latest, viewer=int, at=datetime, assignment=int)
