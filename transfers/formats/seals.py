"""Seals: what each one's hash is made of, and the signed statement of the newest one (the head)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from transfers.canonical import canonical_instant, canonical_json
from transfers.formats.signatures import Malformed

SEAL_FORMAT, HEAD_FORMAT = "undraft-seal-1", "undraft-head-1"


@dataclass(frozen=True, slots=True)
class Link:
    """Everything that one seal says but its own hash. `events` is SHA-256 over the sealed Events in order."""

    number: int
    previous: bytes
    since: int
    until: int
    above_id: int
    count: int
    first_id: int | None
    last_id: int | None
    events: bytes
    sealed_at: datetime

    def hash(self) -> bytes:
        """SHA-256 of the link's canonical JSON: it binds the Events, the seal before and with it all before."""
        return hashlib.sha256(
            canonical_json(
                {
                    "format": SEAL_FORMAT,
                    "number": self.number,
                    "previous": self.previous.hex(),
                    "since": self.since,
                    "until": self.until,
                    "above_id": self.above_id,
                    "count": self.count,
                    "first_id": self.first_id,
                    "last_id": self.last_id,
                    "events": self.events.hex(),
                    "sealed_at": canonical_instant(self.sealed_at),
                }
            )
        ).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal, and how much it binds: what is kept outside the database to hold the chain against."""

    number: int
    hash: bytes
    events: int
    sealed_at: datetime

    def to_json(self) -> str:
        """Canonical JSON, the bytes that are signed."""
        return canonical_json(
            {
                "format": HEAD_FORMAT,
                "seal": self.number,
                "hash": self.hash.hex(),
                "events": self.events,
                "sealed_at": canonical_instant(self.sealed_at),
            }
        ).decode()


def read_head(text: str) -> Head:
    """The head that a statement names. Raises Malformed."""
    try:
        said = json.loads(text)
        if said["format"] != HEAD_FORMAT:
            raise Malformed("this is no head of a history")
        return Head(
            number=int(said["seal"]),
            hash=bytes.fromhex(said["hash"]),
            events=int(said["events"]),
            sealed_at=datetime.fromisoformat(said["sealed_at"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Malformed("this is no head of a history") from error
