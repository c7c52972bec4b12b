"""Gates: each lasting fact, its edge, and its sentence."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.unit.matching.facts import ADA, PAYMENTS, PEOPLE, RELIABILITY, roles
from transfers.matching.eligibility import (
    GateCode,
    best_place,
    gates,
    is_eligible,
    is_lower_level,
    nearest_missing_gate,
    needs_training,
)
from transfers.matching.explanation import GATE_SENTENCES, Names, gate_sentence, why_not
from transfers.matching.types import Person, Relocation, RoleFacts, SkillNeed


def test_person_who_meets_everything_is_eligible() -> None:
    assert gates(ADA, RELIABILITY) == ()
    assert is_eligible(ADA, RELIABILITY)
    assert nearest_missing_gate(()) is None


@pytest.mark.parametrize(
    ("person", "role", "code"),
    [
        ({"job_family_id": 3}, {}, GateCode.JOB_FAMILY),
        ({"level": 3}, {}, GateCode.LEVEL),
        ({"skills": {1: 2}}, {}, GateCode.SKILL),
        ({"skills": {}}, {}, GateCode.SKILL),
        ({}, {"site_id": 2}, GateCode.LOCATION),
        ({"relocation": Relocation.COUNTRY, "right_to_work": frozenset({"GB", "SE"})},
         {"site_id": 2, "country": "SE"}, GateCode.LOCATION),
        ({"right_to_work": frozenset({"SE"})}, {}, GateCode.RIGHT_TO_WORK),
        ({"relocation": Relocation.ANYWHERE}, {"site_id": 2, "country": "SE"}, GateCode.RIGHT_TO_WORK),
        ({}, {"unit": replace(PAYMENTS, is_at_risk=True)}, GateCode.UNIT_AT_RISK),
        ({"barred_units": frozenset({7})}, {}, GateCode.ASSIGNED_UNIT),
        ({"id": 50}, {}, GateCode.OWN_ROLE),
        ({"reports": frozenset({50})}, {}, GateCode.REPORTS_ROLE),
        ({"findings": frozenset({100})}, {}, GateCode.FINDING),
    ],
)  # fmt: skip
def test_single_failing_fact_is_the_single_gate(person: dict[str, Any], role: dict[str, Any], code: GateCode) -> None:
    missing = gates(replace(ADA, **person), replace(RELIABILITY, **role))
    assert [gate.code for gate in missing] == [code]


@pytest.mark.parametrize(
    ("person", "role"),
    [
        ({"job_family_id": 2}, {}),
        ({"level": 5}, {}),
        ({"level": 9}, {}),
        ({"skills": {1: 3}}, {}),
        ({"skills": {}}, {"is_trainable": True}),
        ({}, {"site_id": 2, "is_remote_allowed": True}),
        ({"relocation": Relocation.COUNTRY}, {"site_id": 2}),
        ({"relocation": Relocation.ANYWHERE, "right_to_work": frozenset({"SE"})}, {"site_id": 2, "country": "SE"}),
        ({"barred_units": frozenset({2})}, {}),
    ],
)
def test_fact_that_is_just_met_is_no_gate(person: dict[str, Any], role: dict[str, Any]) -> None:
    assert is_eligible(replace(ADA, **person), replace(RELIABILITY, **role))


def test_every_missing_skill_is_named_and_the_smallest_step_comes_first() -> None:
    role = replace(RELIABILITY, required=(SkillNeed(1, 5), SkillNeed(8, 4), SkillNeed(9, 1)))
    missing = gates(ADA, role)
    assert [gate.params["skill"] for gate in missing] == [1, 9, 8]


def test_nearest_gate_is_one_that_the_person_can_change() -> None:
    missing = gates(replace(ADA, job_family_id=3, level=1), replace(RELIABILITY, site_id=2))
    nearest = nearest_missing_gate(reversed(missing))
    assert nearest is not None
    assert nearest.code is GateCode.LOCATION


def test_lower_level_is_flagged_only_when_the_whole_band_lies_below() -> None:
    assert not is_lower_level(ADA, RELIABILITY)
    assert not is_lower_level(replace(ADA, level=5), RELIABILITY)
    assert is_lower_level(replace(ADA, level=6), RELIABILITY)


def test_training_is_flagged_only_where_a_required_skill_is_missing() -> None:
    trainable = replace(RELIABILITY, is_trainable=True)
    assert not needs_training(ADA, trainable)
    assert needs_training(replace(ADA, skills={}), trainable)
    assert not needs_training(replace(ADA, skills={}), RELIABILITY)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_role_that_asks_for_an_impossible_skill_level_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match="not 1–5"):
        replace(RELIABILITY, desired=(SkillNeed(1, level),))


@given(PEOPLE, roles())
def test_every_gate_has_a_sentence_and_eligible_means_no_gate(person: Person, role: RoleFacts) -> None:
    missing = gates(person, role)
    assert is_eligible(person, role) == (not missing)
    for gate in missing:
        sentence = gate_sentence(gate, Names())
        assert sentence.endswith(".")
        assert "%(" not in sentence
    if missing:
        assert gate_sentence(missing[0], Names()) in why_not(missing, Names())
    if not any(gate.code is GateCode.LOCATION for gate in missing):
        assert best_place(person, role) is not None


@given(PEOPLE, roles())
def test_learning_a_skill_never_adds_a_gate(person: Person, role: RoleFacts) -> None:
    learnt = replace(person, skills=dict.fromkeys(range(1, 7), 5))
    assert {gate.code for gate in gates(learnt, role)} <= {gate.code for gate in gates(person, role)}


def test_no_gate_code_is_without_a_sentence() -> None:
    assert set(GATE_SENTENCES) == set(GateCode)


def test_why_not_names_the_nearest_gate_and_counts_the_others() -> None:
    names = Names(skills={9: "Kubernetes"}, sites={2: "Leeds"})
    role = replace(RELIABILITY, site_id=2, required=(SkillNeed(9, 3),))
    assert why_not(gates(ADA, role), names) == (
        "It is in Leeds, without remote work, and you have not said you would move there. There is 1 other reason."
    )
    nearby = replace(role, site_id=1)
    assert why_not(gates(ADA, nearby), names) == ("It needs Kubernetes at level 3, which your profile does not list.")


def test_why_not_of_an_eligible_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="is listed"):
        why_not((), Names())
