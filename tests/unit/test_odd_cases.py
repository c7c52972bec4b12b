"""Every odd case that has a rule has a test."""

from tests.odd_cases import RULES, find_tests


def test_case_without_a_test_or_test_of_an_unknown_case_is_found() -> None:
    assert set(find_tests()) == set(RULES)
