"""Links of the chain and the head: what their hashes and statements bind."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.formats.seals import Head, Link, read_head
from transfers.formats.signatures import Malformed, Signed, public_key_pem, read_signed

AT = datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=UTC)
LINK = Link(3, bytes(32), 10, 20, -(2**63), 5, 100, 104, b"e" * 32, AT)
HEAD = Head(3, b"h" * 32, 12, AT)


@pytest.mark.parametrize("name", [field.name for field in fields(Link)])
def test_hash_of_a_link_binds_every_field(name: str) -> None:
    """Fails when a field is left out of the hash: it could be edited unseen."""
    value = getattr(LINK, name)
    other = (
        value + timedelta(microseconds=1)
        if name == "sealed_at"
        else value + (b"x" if isinstance(value, bytes) else 1)
    )
    assert replace(LINK, **{name: other}).hash() != LINK.hash()


def test_hash_of_a_link_is_settled() -> None:
    """A change of format would break every chain that stands: it needs a new format's name."""
    assert LINK.hash().hex() == "488c6045f65808077a1b6db6e58f9d0aad5939f7eb9ece2716dbe3ae9a0a4dea"


def test_head_reads_back_from_its_statement() -> None:
    assert read_head(HEAD.to_json()) == HEAD


@given(st.text(max_size=200))
def test_no_other_text_is_a_head(text: str) -> None:
    with pytest.raises(Malformed):
        read_head(text)


def test_signed_file_reads_back() -> None:
    for rest in ("", "the opening"):
        signed = Signed("a text", b"s" * 64, rest)
        assert read_signed(signed.to_file()) == signed
        assert read_signed(signed.to_file().replace("\n", "\r\n\r\n")) == signed


@pytest.mark.parametrize("text", ["", "one", "one\nff", "one\n" + "g" * 128, "1\n2\n3\n4", "one\n" + "f" * 130])
def test_file_without_a_signature_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read_signed(text)


def test_public_key_is_written_as_openssl_reads_it() -> None:
    """RFC 8410, section 10.1: the example's public key."""
    key = bytes.fromhex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
    assert "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=" in public_key_pem(key)


def test_statement_of_another_format_is_no_head() -> None:
    with pytest.raises(Malformed):
        read_head(HEAD.to_json().replace("undraft-head-1", "undraft-head-2"))
