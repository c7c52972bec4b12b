"""The verifier believes nobody: it passes what the engine wrote and nothing else."""

import copy
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.matching.rounds import EXAMPLES, ROUNDS, SECRETS, get_valid, make_round
from transfers.canonical import canonical_json
from transfers.matching import verify
from transfers.matching.clearing import run_round, write_document
from transfers.matching.rounds import Line, Participant, RoundInput, draw_seed

PROJECT = Path(__file__).resolve().parents[3]

Document = dict[str, Any]


def document_of(given_round: RoundInput, left: frozenset[str] = frozenset()) -> Document:
    written = write_document(given_round, SECRETS, run_round(given_round, SECRETS, left))
    return json.loads(canonical_json(written))  # type: ignore[no-any-return]


def faults_of(document: Document) -> list[str]:
    return verify.get_faults(verify.Document(document))


def is_passed(document: Document) -> bool:
    try:
        return not faults_of(document)
    except (ValueError, KeyError):
        return False


@settings(max_examples=EXAMPLES, deadline=None)
@given(given_round=ROUNDS, pick=st.integers(0, 9))
def test_what_the_engine_writes_passes(given_round: RoundInput, pick: int) -> None:
    gone = frozenset(each.ballot for each in given_round.participants[:1] if pick < 3)
    assert faults_of(document_of(given_round, gone)) == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(given_round=ROUNDS, pick=st.integers(0, 2**32))
def test_no_other_outcome_passes_not_even_a_stable_one(given_round: RoundInput, pick: int) -> None:
    document = document_of(given_round)
    valid = [each for each in get_valid(given_round) if each != document["outcome"]]
    if valid:
        document["outcome"] = valid[pick % len(valid)]
        assert faults_of(document)


def test_stable_outcome_that_is_not_best_for_everybody_is_named_as_such() -> None:
    """Two people and two roles, each wanted by the one who comes second there: both outcomes are stable."""
    people = (
        Participant("a", 1, (Line("A", 3, 0), Line("B", 3, 9))),
        Participant("b", 1, (Line("B", 3, 0), Line("A", 3, 9))),
    )
    document = document_of(RoundInput({"A": 1, "B": 1}, people))
    assert document["outcome"] == {"a": "A", "b": "B"}
    document["outcome"] = {"a": "B", "b": "A"}
    faults = faults_of(document)
    assert len(faults) == 2
    assert all("best for everybody" in fault for fault in faults)


def _swap_two_secrets(document: Document, chance: random.Random) -> None:
    document["secrets"].reverse()


def _choose_a_seed(document: Document, chance: random.Random) -> None:
    document["seed"] = chance.randbytes(32).hex()


def _choose_a_secret(document: Document, chance: random.Random) -> None:
    document["secrets"][0] = chance.randbytes(32).hex()


def _change_a_tier(document: Document, chance: random.Random) -> None:
    row = document["input"]["participants"][chance.choice(sorted(document["input"]["participants"]))]
    row["tier"] = 3 - row["tier"]


def _change_a_line(document: Document, chance: random.Random) -> None:
    listed = [row["list"] for row in document["input"]["participants"].values() if row["list"]]
    line = chance.choice(chance.choice(listed))
    line[chance.choice((1, 2))] = chance.choice((1, 5))


def _add_a_seat(document: Document, chance: random.Random) -> None:
    document["input"]["seats"][chance.choice(sorted(document["input"]["seats"]))] += 1


def _drop_somebody(document: Document, chance: random.Random) -> None:
    gone = chance.choice(sorted(document["outcome"]))
    del document["outcome"][gone], document["input"]["participants"][gone]


def _forget_somebody(document: Document, chance: random.Random) -> None:
    del document["outcome"][chance.choice(sorted(document["outcome"]))]


def _let_a_stranger_leave(document: Document, chance: random.Random) -> None:
    document["left"].append("stranger")


def _let_a_holder_leave(document: Document, chance: random.Random) -> None:
    document["left"].append(chance.choice([each for each, role in document["outcome"].items() if role]))


def _swap_two_outcomes(document: Document, chance: random.Random) -> None:
    outcome = document["outcome"]
    one, other = chance.choice([(a, b) for a in outcome for b in outcome if outcome[a] != outcome[b]])
    outcome[one], outcome[other] = outcome[other], outcome[one]


def _give_a_role(document: Document, chance: random.Random) -> None:
    ballot = chance.choice(sorted(document["outcome"]))
    roles = [role for role in [*document["input"]["seats"], None, "no role"] if role != document["outcome"][ballot]]
    document["outcome"][ballot] = chance.choice(roles)


CORRUPTIONS: list[Callable[[Document, random.Random], None]] = [
    _swap_two_secrets,
    _choose_a_seed,
    _choose_a_secret,
    _change_a_tier,
    _change_a_line,
    _add_a_seat,
    _drop_somebody,
    _forget_somebody,
    _let_a_stranger_leave,
    _let_a_holder_leave,
    _swap_two_outcomes,
    _give_a_role,
]


def test_thousand_corruptions_are_all_found() -> None:
    chance, tried = random.Random(7), 0
    while tried < max(1_000, EXAMPLES):
        document = document_of(make_round(chance))
        changed = copy.deepcopy(document)
        try:
            chance.choice(CORRUPTIONS)(changed, chance)
        except IndexError:
            continue  # nobody, or nothing, to corrupt
        if changed != document:
            assert not is_passed(changed), changed
            tried += 1


def test_lottery_of_another_seed_is_found_though_everything_else_fits() -> None:
    """Who runs it may not draw again until they like the result: the seed follows from what was committed to."""
    people = tuple(Participant(ballot, 1, (Line("A", 3, 0),)) for ballot in "abcdef")
    given_round = RoundInput({"A": 1}, people)
    first = document_of(given_round)
    for number in range(100):
        seed = draw_seed(bytes([number]), b"", given_round.digest())
        winner = min("abcdef", key=lambda ballot: hashlib.sha256(seed + b"\0" + ballot.encode()).digest())
        drawn = {**first, "seed": seed.hex(), "outcome": {each: "A" if each == winner else None for each in "abcdef"}}
        if drawn["outcome"] != first["outcome"]:
            assert faults_of(drawn) == ["the seed is not SHA-256(first secret ‖ second secret ‖ input hash)"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format": "undraft-round-2"}',
        '{"format": "undraft-round-1", "input": []}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_round_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ROUND.json"
    path.write_text(text)
    assert verify.main([str(path)]) == 2
    assert "cannot be checked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seats", {"A": float("nan")}),
        ("seats", {"A": -1}),
        ("seats", {"A": True}),
        ("participants", {"a": {"tier": 0, "list": []}}),
        ("participants", {"a": {"tier": 1, "list": [["A", 6, 0]]}}),
        ("participants", {"a": {"tier": 1, "list": [["A", 3, 10_001]]}}),
        ("participants", {"a": {"tier": 1, "list": [["B", 3, 0]]}}),
        ("participants", {"a": {"tier": 1, "list": [["A", 3, 0], ["A", 3, 0]]}}),
        ("participants", {"a": {"tier": 1, "list": "A"}}),
    ],
    ids=str,
)
def test_input_out_of_bounds_is_refused(name: str, value: object) -> None:
    document = document_of(RoundInput({"A": 1}, (Participant("a", 1, (Line("A", 3, 0),)),)))
    document["input"][name] = value
    with pytest.raises(ValueError, match=r".+"):
        verify.Document(document)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": {"a": ["A"]}}, 2),
        ({"outcome": {"a": {}}}, 2),
        ({"outcome": {"a": 1}}, 2),
        ({"input": {"participants": {}}}, 2),
        ({"input": {"seats": {}}}, 2),
        ({"secrets": "00"}, 2),
        ({"outcome": {"a": "\ud800"}}, 1),
        ({"outcome": {}}, 1),
        ({"left": ["b"]}, 1),
    ],
    ids=str,
)
def test_exit_code_tells_what_is_false_from_what_is_no_round(
    change: dict[str, object], code: int, tmp_path: Path
) -> None:
    """Fails with a traceback, which ends with 1 as what is false does, for a value of another type or no letter."""
    path = tmp_path / "ROUND.json"
    document = document_of(RoundInput({"A": 1}, (Participant("a", 1, (Line("A", 3, 0),)),))) | change
    path.write_text(json.dumps(document))
    argv = [sys.executable, "-S", "-m", "transfers.matching.verify", str(path)]
    done = subprocess.run(argv, cwd=PROJECT, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_who_left_and_what_closed_is_told_beside_what_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither is bound to what was frozen, so who checks has to see them."""
    path = tmp_path / "ROUND.json"
    document = document_of(RoundInput({"A": 1}, (Participant("a", 1, (Line("A", 3, 0),)),)))
    path.write_text(json.dumps(document | {"left": ["a"], "closed": ["A"], "outcome": {"a": None}}))
    assert verify.main([str(path)]) == 0
    told = capsys.readouterr().out
    assert "people 1, of them left 1; roles 1, of them closed 1; placed 0" in told
    assert document["input_sha256"] in told


def test_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """JSON readers differ in which of two they take; here neither counts."""
    path = tmp_path / "ROUND.json"
    path.write_text('{"format": "undraft-round-1", "seed": "00", "seed": "11"}')
    assert verify.main([str(path)]) == 2


def test_command_runs_without_django_and_numpy_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    """Copied away from the project, in a Python that has nothing but its standard library."""
    path, alone = tmp_path / "ROUND.json", tmp_path / "verify.py"
    alone.write_text((PROJECT / "transfers/matching/verify.py").read_text())
    document = document_of(make_round(random.Random(12)))
    path.write_text(json.dumps(document))

    def run(*argv: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-I", "-S", *argv], cwd=tmp_path, capture_output=True, text=True)

    fine = run(str(alone), str(path))
    assert (fine.returncode, fine.stderr) == (0, "")
    assert "valid, stable, best for everybody" in fine.stdout
    document["seed"] = "00" * 32
    path.write_text(json.dumps(document))
    false = run(str(alone), str(path))
    assert false.returncode == 1
    assert "FAULT the seed" in false.stdout
    assert run(str(alone)).returncode == 2
    module = [sys.executable, "-S", "-m", "transfers.matching.verify", str(path)]
    assert subprocess.run(module, cwd=PROJECT, capture_output=True).returncode == 1


def test_verifier_is_short_enough_to_be_read_by_who_checks() -> None:
    assert len((PROJECT / "transfers/matching/verify.py").read_text().splitlines()) <= 200
