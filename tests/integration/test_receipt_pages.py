"""Checking a receipt: anybody who holds one, by page and by command."""

import io
import logging
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from tests import factories as f
from tests.engineer import member
from tests.pages import THEN, signed_in, size_of, text_of
from tests.papers import attached_to, words_of
from transfers.formats import signatures
from transfers.formats.signatures import Signed
from transfers.models import Receipt

pytestmark = pytest.mark.django_db

PAGE = "/receipts/verify/"
OPTIONS = ("stay", "undraft")


def filed(option: str = "undraft") -> Receipt:
    of = member()
    f.file(of, option, at=THEN)
    return Receipt.objects.get(choice__assignment=of)


def lines_of(receipt: Receipt, *, opened: bool = False) -> str:
    rest = ""
    if opened:
        from transfers.queries.receipts import open_receipt

        rest = open_receipt(receipt).opening
    return Signed(receipt.statement, bytes(receipt.signature), rest).to_file()


def check(text: str, client: Client | None = None) -> Any:
    return (client or Client(raise_request_exception=True)).post(PAGE, {"receipt": text})


@pytest.mark.parametrize("form", ["code", "lines", "code in lower case"])
def test_genuine_receipt_says_that_this_version_was_filed_then_and_that_a_later_one_may_exist(form: str) -> None:
    receipt = filed()
    answer = check(
        {"code": receipt.code, "code in lower case": f" {receipt.code.lower()} \n"}.get(form, lines_of(receipt))
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "This receipt is genuine" in page
    assert "A later version may exist" in page
    assert "4 March 2041" in page
    assert receipt.code in page
    assert "What was filed</dt>" not in page
    assert receipt.choice.assignment.employee.name not in page


def test_later_version_is_not_told() -> None:
    receipt = filed()
    before = size_of(check(receipt.code))
    f.file(receipt.choice.assignment, "stay", at=THEN + f.HOUR)
    assert size_of(check(receipt.code)) == before


@pytest.mark.parametrize("opened", [False, True])
def test_checking_is_neutral_between_the_options(opened: bool) -> None:
    sizes = [size_of(check(lines_of(filed(option), opened=opened))) for option in OPTIONS]
    assert abs(sizes[0] - sizes[1]) <= 64 if opened else sizes[0] == sizes[1]


@pytest.mark.parametrize(("option", "word"), [("stay", "Stay"), ("undraft", "Undraft")])
def test_opening_shows_what_was_filed(option: str, word: str) -> None:
    page = text_of(check(lines_of(filed(option), opened=True)))
    assert f'<dt>What was filed</dt>\n    <dd dir="auto">{word}</dd>' in page


def test_opening_of_another_receipt_is_refused() -> None:
    """Fails when the commitment is not compared: any content could be claimed for any receipt."""
    mine, other = filed("stay"), filed("undraft")
    forged = lines_of(mine) + lines_of(other, opened=True).splitlines()[2]
    assert check(forged).status_code == 400
    changed = lines_of(mine, opened=True).replace('"option":"stay"', '"option":"undraft"')
    assert check(changed).status_code == 400


def test_every_viewer_gets_the_same_page() -> None:
    receipt = filed()
    strangers = [size_of(check(receipt.code, signed_in(f.EmployeeFactory.create(name="Person X")))) for _ in range(2)]
    assert strangers[0] == strangers[1]
    assert Client().get(PAGE).status_code == 200


def test_receipt_that_another_key_signed_is_not_genuine() -> None:
    """Fails when the signature is not verified: a statement alone is easily written."""
    receipt = filed()
    signature = signatures.sign(receipt.statement, b"x" * 32)
    answer = check(Signed(receipt.statement, signature).to_file())
    assert answer.status_code == 200
    assert "This portal has no such receipt" in text_of(answer)
    changed = receipt.statement.replace('"version":1', '"version":2')
    assert "This portal has no such receipt" in text_of(check(Signed(changed, bytes(receipt.signature)).to_file()))


def test_receipt_that_a_retired_key_signed_stays_genuine() -> None:
    receipt = filed()
    from django.conf import settings

    old = signatures.public_key_of(settings.RECEIPT_SIGNING_KEY)
    with override_settings(RECEIPT_SIGNING_KEY=b"n" * 32):
        assert "no such receipt" in text_of(check(lines_of(receipt)))
        with override_settings(RECEIPT_RETIRED_KEYS=[old]):
            assert "This receipt is genuine" in text_of(check(lines_of(receipt)))
            assert "This receipt is genuine" in text_of(check(receipt.code))


def test_unknown_code_is_not_genuine() -> None:
    assert "This portal has no such receipt" in text_of(check("AAAAA-BBBBB-CCCCC-DDDDD"))


BAD = [
    "",
    " ",
    "\0",
    "code\0",
    "x",
    "x" * 1_000_000,
    "{}\n" + "0" * 128,
    "null\n" + "0" * 128,
    "[" * 1_500 + "\n" + "0" * 128,
    '{"format":"undraft-receipt-1"}\n' + "0" * 128,
    '{"format":"undraft-receipt-1","version":1e999}\n' + "0" * 128,
    "one\ntwo\nthree\nfour",
    "AAAAA-BBBBB-CCCCC-DDDD1",
    "\u202e{{7*7}}<svg onload>",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_receipt_is_told_at_the_field(text: str) -> None:
    answer = check(text)
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)
    assert "<svg onload" not in text_of(answer)


@pytest.mark.parametrize(
    "opening", ["{}", "null", "[" * 1_200, '{"format":"undraft-opening-1","key":"","content":{}}']
)
def test_broken_opening_is_told_at_the_field(opening: str) -> None:
    assert check(lines_of(filed()) + opening).status_code == 400


def test_code_in_the_address_is_not_looked_at() -> None:
    answer = Client().get(PAGE, {"receipt": filed().code})
    assert "genuine" not in text_of(answer).partition("<form")[0]


def test_bytes_that_are_no_text_are_refused() -> None:
    answer = Client().post(PAGE, b"receipt=%ff%fe", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_code_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    receipt = filed()
    with caplog.at_level(logging.DEBUG):
        check(receipt.code)
        check("x" + receipt.code)
    assert receipt.code not in caplog.text


def test_own_page_gives_the_opening_only_when_asked() -> None:
    receipt = filed()
    client = signed_in(receipt.choice.assignment.employee)
    assert "undraft-opening-1" not in text_of(client.get(f"/receipt/{receipt.public_id}/"))
    assert "undraft-opening-1" in text_of(client.post(f"/receipt/{receipt.public_id}/show/"))


# --- as a file ---------------------------------------------------------------------------------------------------


def paper(receipt: Receipt) -> str:
    return f"/receipt/{receipt.public_id}/receipt.pdf"


def test_receipt_as_a_file_says_when_and_not_what() -> None:
    receipt = filed()
    answer = signed_in(receipt.choice.assignment.employee).get(paper(receipt))
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert "no-store" in answer["Cache-Control"]
    words = words_of(answer)
    assert words.startswith("Receipt This receipt proves that you filed and when, not what.")
    assert "Monday 4 March 2041" in words
    assert receipt.choice.assignment.campaign.name in words
    assert "undraft-opening-1" not in words
    assert "Undraft" not in words
    assert attached_to(answer) == {"receipt.txt": lines_of(receipt)}
    assert "This receipt is genuine" in text_of(check(attached_to(answer)["receipt.txt"]))


def test_receipt_as_a_file_is_the_same_bytes_each_time() -> None:
    receipt = filed()
    client = signed_in(receipt.choice.assignment.employee)
    assert client.get(paper(receipt)).content == client.get(paper(receipt)).content


def test_what_was_filed_is_in_the_file_only_where_a_button_asked_for_it() -> None:
    receipt = filed()
    answer = signed_in(receipt.choice.assignment.employee).post(paper(receipt))
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert "What you filed Undraft" in words_of(answer)
    assert attached_to(answer) == {"receipt.txt": lines_of(receipt, opened=True)}


@pytest.mark.parametrize("opened", [False, True])
def test_files_of_both_options_are_of_one_size(opened: bool) -> None:
    """Fails where only the letters that a random code has are embedded, or the line of the end day is left out."""
    campaign, unit = member().campaign, f.UnitFactory.create()
    sizes = []
    for option in OPTIONS * 3:
        person = f.EmployeeFactory.create(name="Person A", unit=unit)
        of = f.assignment(campaign, person, origin_unit=unit, assigned_unit=f.UnitFactory.create())
        f.file(of, option, at=THEN)
        client = signed_in(person)
        address = paper(of.choices.get().receipt)
        sizes.append(len((client.post(address) if opened else client.get(address)).content))
    assert opened or max(sizes) - min(sizes) <= 64, sizes


# --- without the portal ----------------------------------------------------------------------------------------


def test_command_checks_a_file_and_what_is_piped_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed("stay")
    file = tmp_path / "receipt"
    file.write_text(lines_of(receipt))
    call_command("verify_receipt", file)
    assert (
        "Genuine: version 1 was filed on 4 March 2041, 09:00:00 UTC.\nA later version may" in capsys.readouterr().out
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines_of(receipt, opened=True).encode())))
    call_command("verify_receipt", "-")
    assert "and says stay." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This is no receipt"),
        (b"\xff\xfe", "This is no receipt"),
        (b"\0", "This is no receipt"),
        (b"x" * 1_000_000, "This is no receipt"),
        (b"AAAAA-BBBBB-CCCCC-DDDDD", "Not genuine"),
    ],
)
def test_command_refuses_what_is_no_receipt(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "receipt"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        call_command("verify_receipt", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_receipt", tmp_path / "absent")


def test_public_key_alone_checks_a_receipt() -> None:
    receipt = filed()
    key = load_pem_public_key(Client().get("/.well-known/undraft-receipt-key.pem").content)
    assert isinstance(key, Ed25519PublicKey)
    key.verify(bytes(receipt.signature), receipt.statement.encode())
    with pytest.raises(InvalidSignature):
        key.verify(bytes(receipt.signature), receipt.statement.encode() + b" ")


def test_receipt_is_checked_offline_as_the_page_says(tmp_path: Path) -> None:
    receipt = filed()
    (tmp_path / "undraft-receipt-key.pem").write_bytes(Client().get("/.well-known/undraft-receipt-key.pem").content)
    (tmp_path / "statement").write_text(receipt.statement)
    (tmp_path / "signature").write_bytes(bytes(receipt.signature))
    page = text_of(Client().get(PAGE))
    command = page.partition("openssl pkeyutl")[2].partition("<")[0].split()

    def run() -> int:
        called = ["openssl", "pkeyutl", *command]
        return subprocess.run(called, cwd=tmp_path, check=False, capture_output=True).returncode

    assert command[:3] == ["-verify", "-pubin", "-inkey"]
    if shutil.which("openssl"):  # without it the test above has checked the same key and bytes
        assert run() == 0
        (tmp_path / "statement").write_text(receipt.statement.replace('"version":1', '"version":2'))
        assert run() != 0
