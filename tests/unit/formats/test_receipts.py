"""Receipts: what is signed, and that nothing else verifies."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.canonical import canonical_json
from transfers.formats.commitments import commit, make_key
from transfers.formats.receipts import Statement, make_code, read_opening, read_statement
from transfers.formats.signatures import Malformed, is_genuine, public_key_of, sign

SEED = bytes(range(32))
STATEMENT = Statement(
    code="AAAAA-BBBBB-CCCCC-DDDDD",
    campaign="6f0e",
    assignment="9a1b",
    version=2,
    filed_at=datetime(2026, 11, 23, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=1))),
    commitment=bytes(32),
)


def test_key_and_signature_are_those_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 1: seed, public key and the signature of the empty message."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )
    assert public_key_of(seed) == public
    assert is_genuine("", signature, public)


def test_statement_is_canonical_and_in_utc() -> None:
    said = json.loads(STATEMENT.to_json())
    assert said["filed_at"] == "2026-11-23T09:00:00.000005Z"
    assert said["version"] == 2
    assert list(said) == sorted(said)
    assert "option" not in STATEMENT.to_json()


def test_receipt_verifies_with_the_public_key_alone() -> None:
    signature = sign(STATEMENT.to_json(), SEED)
    assert is_genuine(STATEMENT.to_json(), signature, public_key_of(SEED))
    assert not is_genuine(STATEMENT.to_json(), signature, public_key_of(bytes(32)))
    assert not is_genuine(replace(STATEMENT, version=3).to_json(), signature, public_key_of(SEED))


@given(st.data())
def test_changed_letter_or_signature_never_verifies(data: st.DataObject) -> None:
    text, signature = STATEMENT.to_json(), bytearray(sign(STATEMENT.to_json(), SEED))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != text[place]))
    assert not is_genuine(text[:place] + letter + text[place + 1 :], bytes(signature), public_key_of(SEED))
    signature[data.draw(st.integers(0, 63))] ^= data.draw(st.integers(1, 255))
    assert not is_genuine(text, bytes(signature), public_key_of(SEED))


def test_garbage_in_place_of_key_or_signature_is_simply_not_genuine() -> None:
    assert not is_genuine(STATEMENT.to_json(), b"", public_key_of(SEED))
    assert not is_genuine(STATEMENT.to_json(), sign(STATEMENT.to_json(), SEED), b"short")


def test_both_options_give_statements_of_one_length() -> None:
    def length(option: str) -> int:
        commitment = commit({"option": option}, make_key())
        filed_at = datetime(2026, 11, 23, 9, tzinfo=UTC)
        return len(replace(STATEMENT, commitment=commitment, filed_at=filed_at).to_json())

    assert length("stay") == length("undraft") == len(STATEMENT.to_json())


def test_code_is_long_and_holds_no_letter_that_reads_like_another() -> None:
    codes = {make_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
        assert not set(code) & set("01ILOU")


SAID = json.loads(STATEMENT.to_json())


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        canonical_json(SAID | {"format": "undraft-receipt-2"}).decode(),
        canonical_json(SAID | {"code": 7}).decode(),
        json.dumps(SAID, indent=1),
        STATEMENT.to_json() + " ",
    ],
)
def test_statement_that_is_not_word_for_word_one_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read_statement(text)
    assert read_statement(STATEMENT.to_json()) == STATEMENT


@pytest.mark.parametrize(
    "said",
    [
        {"format": "undraft-opening-2", "key": "00", "content": {}},
        {"format": "undraft-opening-1", "key": "00", "content": []},
        {"format": "undraft-opening-1", "key": 7, "content": {}},
        {"format": "undraft-opening-1", "key": "no hex", "content": {}},
    ],
)
def test_opening_of_another_shape_is_malformed(said: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read_opening(json.dumps(said))
