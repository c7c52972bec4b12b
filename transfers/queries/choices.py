"""One's own choice, opened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from transfers.canonical import JSON
from transfers.formats.commitments import open_sealed
from transfers.models import Assignment, Choice, ChoiceKey
from transfers.sight.actor import Viewer
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


def get_own_choice(viewer: Viewer, assignment: Assignment, at: datetime) -> OpenedChoice | None:
    """The version that counts of the viewer's own choice; None where nothing was filed, and for everybody else."""
    visible = choices_visible_to(viewer, at).filter(assignment=assignment).select_related("key")
    choice = visible.order_by("-version").first()
    return open_choice(choice) if choice is not None else None
