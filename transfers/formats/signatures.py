"""Ed25519 over a text (RFC 8032), and the file that carries both: the text in one line, its signature in the next."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_BYTES = 64
_DER_PREFIX = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: SubjectPublicKeyInfo of an Ed25519 key


class Malformed(ValueError):
    """The text is not of the form that was asked for."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A text and its signature, and what else the file said after them."""

    text: str
    signature: bytes
    rest: str = ""

    def to_file(self) -> str:
        """The lines of the file."""
        return f"{self.text}\n{self.signature.hex()}\n" + (f"{self.rest}\n" if self.rest else "")


def sign(text: str, private_key: bytes) -> bytes:
    """The 64-byte signature over `text`; `private_key` is the 32-byte Ed25519 seed."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(text.encode())


def public_key_of(private_key: bytes) -> bytes:
    """The 32 bytes that anybody may verify with."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def public_key_pem(public_key: bytes) -> str:
    """The public key as openssl reads it."""
    body = b64encode(_DER_PREFIX + public_key).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"


def is_genuine(text: str, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` was made over exactly this text by the holder of the key. Needs no network."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_by_any(signed: Signed, public_keys: Iterable[bytes]) -> bool:
    """Whether one of the keys, today's or a retired one, made the signature."""
    return any(is_genuine(signed.text, signed.signature, key) for key in public_keys)


def read_signed(text: str) -> Signed:
    """Read a file of two lines, or three with the rest. Raises Malformed; empty lines do not count."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    if not 2 <= len(lines) <= 3:
        raise Malformed("a signed file has a statement in its first line and the signature in its second")
    try:
        signature = bytes.fromhex(lines[1])
    except ValueError:
        signature = b""
    if len(signature) != SIGNATURE_BYTES:
        raise Malformed("the second line is no signature: 128 hexadecimal digits")
    return Signed(text=lines[0], signature=signature, rest=lines[2] if len(lines) > 2 else "")
