"""Receipts: a statement, to be signed, that version n was filed and when, never what it says.

Both options give statements of the same shape and length.
"""

import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from transfers.canonical import JSON, canonical_instant, canonical_json
from transfers.formats.commitments import CannotOpen, commit
from transfers.formats.signatures import Malformed

FORMAT, OPENING_FORMAT = "undraft-receipt-1", "undraft-opening-1"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that reads like another
_GROUPS, _GROUP_LETTERS = 4, 5
_CODE = re.compile(rf"[{_ALPHABET}]{{{_GROUP_LETTERS}}}(-[{_ALPHABET}]{{{_GROUP_LETTERS}}}){{{_GROUPS - 1}}}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a receipt says. `commitment` binds it to the content without telling it."""

    code: str
    campaign: str
    assignment: str
    version: int
    filed_at: datetime
    commitment: bytes

    def to_json(self) -> str:
        """Canonical JSON, the bytes that are signed; the time in UTC to the microsecond."""
        return canonical_json(
            {
                "format": FORMAT,
                "code": self.code,
                "campaign": self.campaign,
                "assignment": self.assignment,
                "version": self.version,
                "filed_at": canonical_instant(self.filed_at),
                "commitment": self.commitment.hex(),
            }
        ).decode()


def is_code(text: str) -> bool:
    """Whether the text has the form of a receipt's code."""
    return _CODE.fullmatch(text) is not None


def make_code() -> str:
    """A random code of 98 bits to type: four groups of five letters."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS)]
    return "-".join(groups)


@dataclass(frozen=True, slots=True)
class Opening:
    """A version's key and content: with the statement it proves what was filed. The person alone may take it out."""

    key: bytes
    content: Mapping[str, JSON]

    def to_json(self) -> str:
        return canonical_json(
            {"format": OPENING_FORMAT, "key": self.key.hex(), "content": dict(self.content)}
        ).decode()

    def opens(self, statement: Statement) -> bool:
        """Whether the statement's commitment is to this content under this key."""
        try:
            made = commit(self.content, self.key)
        except (CannotOpen, ValueError, TypeError, RecursionError):
            return False
        return hmac.compare_digest(made, statement.commitment)


def read_statement(text: str) -> Statement:
    """The statement that a text holds, byte for byte as it was signed. Raises Malformed."""
    try:
        said = json.loads(text)
        statement = Statement(
            code=_text(said, "code"),
            campaign=_text(said, "campaign"),
            assignment=_text(said, "assignment"),
            version=int(said["version"]),
            filed_at=datetime.fromisoformat(_text(said, "filed_at")),
            commitment=bytes.fromhex(_text(said, "commitment")),
        )
        if statement.to_json() != text:  # of another format, or not written as this one is
            raise Malformed("this is no receipt of a choice")
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise Malformed("this is no receipt of a choice") from error
    return statement


def read_opening(text: str) -> Opening:
    """The opening that a text holds. Raises Malformed."""
    try:
        said = json.loads(text)
        if said["format"] != OPENING_FORMAT or not isinstance(said["content"], dict):
            raise Malformed("the third line is no opening of a receipt")
        return Opening(key=bytes.fromhex(_text(said, "key")), content=said["content"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Malformed("the third line is no opening of a receipt") from error


def _text(said: Mapping[str, object], name: str) -> str:
    value = said[name]
    if not isinstance(value, str):
        raise Malformed("this is no receipt of a choice")
    return value
