"""What a reading shows to who made it, for some minutes; then it shows nothing any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Reading
from transfers.models.reading import ASKED, DISPUTE, DUTY, FAULT, NEXT_STEP, OTHER, SAFETY, TERMS
from transfers.queries.choices import OpenedChoice, open_choice
from transfers.sight.actor import Viewer
from transfers.sight.filters import readings_shown_to

READ = "choice.read"
# how long sending the form again, as reloading the page does, shows the same once more
SHOWN_FOR = timedelta(minutes=5)

READING_WORDS: dict[str, Promise] = {
    ASKED: gettext_lazy("they say that you asked for it"),
    DISPUTE: gettext_lazy("a dispute about what was filed, or when"),
    TERMS: gettext_lazy("terms that depend on it, such as pay, leave or a visa"),
    NEXT_STEP: gettext_lazy("arranging what comes next"),
    DUTY: gettext_lazy("a duty by law or agreement"),
    SAFETY: gettext_lazy("somebody’s safety"),
    FAULT: gettext_lazy("a fault of the portal"),
    OTHER: gettext_lazy("another purpose"),
}


class ShownBefore(NotAllowed):
    """What was read is not shown again."""

    def __init__(self) -> None:
        super().__init__(_("This was shown to you, and is not shown again."))


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A reading, and the version it showed; None where nothing had been filed."""

    reading: Reading
    opened: OpenedChoice | None


def show_reading(viewer: Viewer, public_id: UUID, at: datetime) -> ShownChoice:
    """What the viewer has just read. Raises NotVisible, ShownBefore once the minutes are over."""
    related = ("choice__key", "assignment__campaign", "assignment__employee")
    reading = readings_shown_to(viewer, at).select_related(*related).filter(public_id=public_id).first()
    if reading is None:
        raise NotVisible()
    if at >= reading.read_at + SHOWN_FOR:
        raise ShownBefore
    return ShownChoice(reading, open_choice(reading.choice) if reading.choice is not None else None)
