"""How a person wants to be told, their digests and searches, in the copy of their record; see `record_copies`."""

from collections.abc import Mapping

from transfers.canonical import JSON
from transfers.models import Digest, NotificationPreference, SavedSearch
from transfers.sight.actor import Person

Row = Mapping[str, JSON]


def get_notification_rows(viewer: Person) -> list[Row]:
    """What they said, then one row a digest."""
    said = NotificationPreference.objects.filter(employee=viewer)
    made = Digest.objects.filter(employee=viewer).order_by("pk")
    return [*map(_said, said), *map(_digest, made)]


def _said(row: NotificationPreference) -> Row:
    return {
        "reminders by mail": row.mails_reminders,
        "no mail from": row.quiet_from.isoformat("minutes") if row.quiet_from is not None else "",
        "no mail until": row.quiet_until.isoformat("minutes") if row.quiet_until is not None else "",
        "hour of the digest": "" if row.digest_hour is None else row.digest_hour,
        "at": row.saved_at.isoformat(timespec="seconds"),
    }


def _digest(row: Digest) -> Row:
    return {"digest of": row.on.isoformat(), "candidates": row.candidates, "answers": row.answers}


def get_saved_search_rows(viewer: Person) -> list[Row]:
    """The searches of roles that they keep."""
    return [
        {
            "name": row.name,
            "words": row.words,
            "unit": "" if row.unit is None else str(row.unit),
            "site": row.site,
            "level": "" if row.level is None else row.level,
            "at": row.saved_at.isoformat(timespec="seconds"),
        }
        for row in SavedSearch.objects.filter(employee=viewer)
    ]
