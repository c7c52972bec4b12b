"""A terms sheet says something in each of its lines, or is refused."""

import pytest
from django.core.exceptions import ValidationError

from transfers.models.terms import LONGEST_LINE, validate_campaign_terms, validate_role_terms

GOOD = {"statement": "stated", "text": "Band 5", "ask": ""}


@pytest.mark.parametrize("validate", [validate_campaign_terms, validate_role_terms])
@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ([], "known topic"),
        ({"salary": GOOD}, "known topic"),
        ({"pay": "Band 5"}, "needs a statement"),
        ({"pay": {"statement": "no_change"}}, "needs a statement"),
        ({"pay": GOOD | {"text": "x" * (LONGEST_LINE + 1)}}, "at most"),
        ({"pay": GOOD | {"statement": "promised"}}, "neither stated"),
        ({"pay": GOOD | {"text": "  "}}, "says nothing"),
        ({"pay": {"statement": "not_stated", "text": "", "ask": " "}}, "whom to ask"),
    ],
)
def test_terms_that_say_nothing_are_refused(validate, sheet, words) -> None:
    """Fails when one of the refusals is taken out: a person would decide on an empty promise."""
    with pytest.raises(ValidationError, match=words):
        validate(sheet)
    validate({"pay": GOOD})
