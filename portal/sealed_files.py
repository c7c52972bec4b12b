"""Files that only the holder of a private key can read (age, X25519), written whole or not at all.

Who writes them knows the public key alone and cannot read them again.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key: what it encrypts, its holder cannot read again."""

    key: Any


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key."""

    key: Any


class NotOurs(Exception):
    """A key that is none, or a file that is damaged or was made for another key. Its text says which."""


def make_identity(file: Path) -> str:
    """Write a new private key for its owner alone; returns the public one. Raises OSError, also where one stands."""
    identity = pyrage.x25519.Identity.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
        opened.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def read_recipient(text: str) -> Recipient:
    """The public key that a text is. Raises NotOurs."""
    try:
        return Recipient(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError as error:
        raise NotOurs("it is no public key") from error


def read_identity(file: Path) -> Identity:
    """The private key that a file holds. Raises NotOurs, OSError."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
    try:
        text = next(line for line in lines if line and not line.startswith("#"))
        return Identity(pyrage.x25519.Identity.from_str(text))
    except (pyrage.IdentityError, StopIteration) as error:
        raise NotOurs(f"{file} holds no private key") from error


def seal(read: IO[bytes], to: IO[bytes], recipient: Recipient) -> None:
    """Encrypt everything that comes, as it comes."""
    pyrage.encrypt_io(read, to, [recipient.key])


def unseal(file: Path, to: IO[bytes], identity: Identity) -> None:
    """Decrypt a file, as it is read. Raises NotOurs, at its end where it broke off; OSError where it is not there."""
    with file.open("rb") as sealed:
        try:
            pyrage.decrypt_io(sealed, to, [identity.key])
        except BrokenPipeError:
            raise
        except (OSError, pyrage.DecryptError) as error:
            raise NotOurs(f"{file} is damaged or was made for another key") from error


def unseal_whole(file: Path, identity: Identity) -> bytes:
    """What a small file holds."""
    held = io.BytesIO()
    unseal(file, held, identity)
    return held.getvalue()


@contextmanager
def written(to: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone that takes its name once it is whole and on the disk."""
    part = to.with_name(to.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
