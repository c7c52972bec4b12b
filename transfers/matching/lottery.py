"""A lottery that anybody can repeat: one order of everybody, from a seed that is written down before it counts."""

import hashlib
from collections.abc import Iterable, Sequence

SEED_BYTES = 32


def draw_order(seed: bytes, ids: Iterable[str]) -> list[str]:
    """The ids by SHA-256(seed ‖ 0x00 ‖ id) ascending, ties by id; the order they come in counts for nothing."""
    return sorted(ids, key=lambda each: (hashlib.sha256(seed + b"\0" + each.encode()).digest(), each))


def digest_of(order: Sequence[str]) -> str:
    """SHA-256, in hex, of the ids in their order, one a line."""
    return hashlib.sha256("\n".join(order).encode()).hexdigest()
