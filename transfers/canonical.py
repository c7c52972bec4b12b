"""One byte string for one value: canonical JSON and its SHA-256, the same on any machine and Python.

Used by the engine (inputs and outputs are hashed), by commitments and by receipts; hence below both leaves.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

JSON = None | bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"]


def canonical_json(value: JSON) -> bytes:
    """Return `value` as UTF-8 JSON: keys sorted by code point, no spaces, no escapes but the necessary.

    Floats are refused (TypeError), since their text differs between writers; so are keys that are no
    strings, which JSON would silently turn into strings, and lone surrogates (UnicodeEncodeError).
    """
    _refuse_ambiguous(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def canonical_instant(at: datetime) -> str:
    """Return an aware datetime as text: in UTC, to the microsecond, always 27 characters."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256_hex(value: JSON) -> str:
    """Return the SHA-256 of the canonical JSON of `value` in lower-case hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _refuse_ambiguous(value: JSON) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be a string, not {type(key).__name__}")
            _refuse_ambiguous(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_ambiguous(item)
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form")
