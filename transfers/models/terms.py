"""A terms sheet: one line a topic, each stated, unchanged or openly not stated."""

from typing import Any, TypedDict

from django.core.exceptions import ValidationError

CAMPAIGN_TOPICS = (
    "pay",
    "level",
    "review",
    "bonus",
    "visa",
    "layoff",
    "workload",
    "stay_commitment",
    "stay_duties",
    "stay_length",
    "stay_review",
    "stay_end",
    "until_placed",
    "latest_end",
    "after_end",
    "return_right",
)
# Of these there is nothing today that could stay as it is: "no change" would answer nothing.
NEVER_UNCHANGED = frozenset(
    {"stay_length", "stay_review", "stay_end", "until_placed", "latest_end", "after_end", "return_right"}
)
ROLE_TOPICS = ("pay", "level", "location", "review", "on_call", "start", "return_right")
# In a claim alone, at a level below the person's: what the policy of that day said of their pay.
PAY_PROTECTION = "pay_protection"

NO_CHANGE, STATED, NOT_STATED = "no_change", "stated", "not_stated"
LONGEST_LINE = 1_000


class TermsLine(TypedDict):
    """`statement` is one of no_change, stated, not_stated; `text` the words; `ask` whom to ask when not stated."""

    statement: str
    text: str
    ask: str


TermsSheet = dict[str, TermsLine]


def _validate(value: Any, topics: tuple[str, ...]) -> None:
    if not isinstance(value, dict) or not set(value) <= set(topics):
        raise ValidationError("A terms sheet has one line for each known topic.", code="terms")
    for topic, line in value.items():
        if not isinstance(line, dict) or set(line) != {"statement", "text", "ask"}:
            raise ValidationError(f"The line “{topic}” needs a statement, a text and whom to ask.", code="terms")
        if not all(isinstance(part, str) and len(part) <= LONGEST_LINE for part in line.values()):
            raise ValidationError(f"The line “{topic}” is not text of at most {LONGEST_LINE} letters.", code="terms")
        if line["statement"] not in (NO_CHANGE, STATED, NOT_STATED):
            raise ValidationError(f"The line “{topic}” is neither stated, unchanged nor not stated.", code="terms")
        if line["statement"] == STATED and not line["text"].strip():
            raise ValidationError(f"The line “{topic}” is called stated but says nothing.", code="terms")
        if line["statement"] == NOT_STATED and not line["ask"].strip():
            raise ValidationError(f"The line “{topic}” is not stated: say whom to ask.", code="terms")


def validate_campaign_terms(value: Any) -> None:
    """Refuse a campaign's terms sheet with unknown topics or empty statements."""
    _validate(value, CAMPAIGN_TOPICS)


def validate_role_terms(value: Any) -> None:
    """Refuse a role's terms sheet, or what somebody types for a claim's, with unknown topics or empty statements."""
    _validate(value, ROLE_TOPICS)


def validate_claim_terms(value: Any) -> None:
    """Refuse a claim's terms sheet with unknown topics or empty statements."""
    _validate(value, (*ROLE_TOPICS, PAY_PROTECTION))
