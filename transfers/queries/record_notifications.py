"""How a person wants to be told, and their digests, in the copy of their record; see `record_copies`."""

from collections.abc import Mapping

from transfers.canonical import JSON
from transfers.models import Digest, NotificationPreference
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
