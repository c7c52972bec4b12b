"""Sealed content: one length, one key, one commitment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.canonical import canonical_json
from transfers.formats.commitments import (
    KEY_BYTES,
    PLAIN_BYTES,
    CannotOpen,
    commit,
    make_key,
    open_sealed,
    seal,
)

KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
CONTENTS = st.fixed_dictionaries({"option": st.sampled_from(["stay", "undraft"]), "reason": st.text(max_size=40)})
STAY, UNDRAFT = {"option": "stay"}, {"option": "undraft"}


def test_both_options_give_ciphertexts_and_commitments_of_one_length() -> None:
    key = make_key()
    assert len(seal(STAY, key)) == len(seal(UNDRAFT, key))
    assert len(commit(STAY, key)) == len(commit(UNDRAFT, key)) == 32


@given(CONTENTS, KEYS)
def test_sealed_content_opens_with_its_key_and_commitment(content: dict[str, str], key: bytes) -> None:
    assert open_sealed(seal(content, key), key, commit(content, key)) == canonical_json(content)


@given(KEYS, st.data())
def test_changed_byte_never_opens(key: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(UNDRAFT, key))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        open_sealed(bytes(sealed), key, commit(UNDRAFT, key))


@given(KEYS, KEYS)
def test_other_key_never_opens(key: bytes, other: bytes) -> None:
    if key != other:
        with pytest.raises(CannotOpen):
            open_sealed(seal(STAY, key), other, commit(STAY, key))


def test_commitment_to_the_other_option_is_refused() -> None:
    key = make_key()
    with pytest.raises(CannotOpen, match="another content"):
        open_sealed(seal(STAY, key), key, commit(UNDRAFT, key))


@pytest.mark.parametrize("sealed", [b"", b"short", b"\0" * 12, b"\0" * 27])
def test_text_too_short_to_be_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(sealed, make_key(), b"\0" * 32)


def test_key_of_another_length_is_refused() -> None:
    with pytest.raises(CannotOpen, match="128 bits"):
        seal(STAY, b"short")


def test_content_that_would_break_the_one_length_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        seal({"reason": "x" * PLAIN_BYTES}, make_key())


def test_same_content_twice_looks_different_each_time() -> None:
    """Two versions with the same option cannot be told to be alike: fresh keys, fresh nonces."""
    one, two = make_key(), make_key()
    assert commit(STAY, one) != commit(STAY, two)
    assert seal(STAY, one) != seal(STAY, one)
