"""Receipts: an Ed25519 signature over a statement that version n was filed and when, never what it says.

Both options give statements of the same shape and length. Source of the signature: RFC 8032.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from transfers.canonical import canonical_json

FORMAT = "undraft-receipt-1"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that reads like another
_GROUPS, _GROUP_LETTERS = 4, 5


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
                "filed_at": self.filed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "commitment": self.commitment.hex(),
            }
        ).decode()


def make_code() -> str:
    """A random code of 98 bits to type: four groups of five letters."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS)]
    return "-".join(groups)


def sign(statement: Statement, private_key: bytes) -> bytes:
    """The 64-byte signature over the statement; `private_key` is the 32-byte Ed25519 seed."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(statement.to_json().encode())


def public_key_of(private_key: bytes) -> bytes:
    """The 32 bytes that anybody may verify with."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def is_genuine(statement: str, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` was made over exactly this statement by the holder of the key. Needs no network."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
