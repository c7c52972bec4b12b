"""A choice's content, sealed: encrypted for whoever may open it, committed to in front of everybody.

One random 128-bit key a version. From it two keys are derived, so that a published commitment and the ciphertext
never share one. The plaintext has one length whatever it says; destroying the key leaves two strings of noise.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from transfers.canonical import JSON, canonical_json

KEY_BYTES = 16
PLAIN_BYTES = 512
_NONCE_BYTES = 12


class CannotOpen(ValueError):
    """The key, the content and the commitment do not belong together."""


def make_key() -> bytes:
    """A new random key for one version."""
    return secrets.token_bytes(KEY_BYTES)


def seal(content: Mapping[str, JSON], key: bytes) -> bytes:
    """Encrypt `content` under `key`: nonce and AES-256-GCM ciphertext, of one length for every content.

    Raises ValueError when the content's canonical JSON is longer than 512 bytes.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_derive(key, b"content")).encrypt(nonce, _pad(content), None)


def commit(content: Mapping[str, JSON], key: bytes) -> bytes:
    """The keyed commitment to `content`, 32 bytes: HMAC-SHA256, hiding as long as the key is secret."""
    return hmac.digest(_derive(key, b"commitment"), _pad(content), hashlib.sha256)


def commit_to_words(words: JSON, key: bytes) -> bytes:
    """As `commit`, for words of any length that are no choice: the length hides nothing."""
    return hmac.digest(_derive(key, b"words"), canonical_json(words), hashlib.sha256)


def open_sealed(sealed: bytes, key: bytes, commitment: bytes) -> bytes:
    """The canonical JSON that was sealed. Raises CannotOpen unless key, content and commitment agree."""
    try:
        plain = AESGCM(_derive(key, b"content")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce and a tag
        raise CannotOpen("the content does not open with this key") from error
    expected = hmac.digest(_derive(key, b"commitment"), plain, hashlib.sha256)
    if not hmac.compare_digest(expected, commitment):
        raise CannotOpen("the commitment is to another content")
    return plain.rstrip(b" ")


def _derive(key: bytes, purpose: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise CannotOpen("a version's key has 128 bits")
    return hmac.digest(key, b"undraft " + purpose, hashlib.sha256)


def _pad(content: Mapping[str, JSON]) -> bytes:
    plain = canonical_json(dict(content))
    if len(plain) > PLAIN_BYTES:
        raise ValueError("the content is too long to be sealed")
    return plain.ljust(PLAIN_BYTES)
