"""Pay at a level below one's own: for how long the policy protects it, or that this is not stated, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.models import Claim, Policy
from transfers.models.terms import NOT_STATED, PAY_PROTECTION, STATED, TermsLine, TermsSheet


def get_line(terms: TermsSheet, policy: Policy) -> TermsLine:
    """What a claim at a lower level records of it, beside the other lines of its terms."""
    months = policy.pay_protection_months
    if months is None:
        return {"statement": NOT_STATED, "text": "", "ask": get_whom_to_ask(terms)}
    return {"statement": STATED, "text": say_months(months), "ask": ""}


def get_whom_to_ask(terms: TermsSheet) -> str:
    """Who is asked about pay where its line says whom; else HR."""
    line = terms.get("pay")
    return (line["ask"] if line is not None else "") or _("HR")


def say_months(months: int) -> str:
    return ngettext("Full pay protected for %(n)s month", "Full pay protected for %(n)s months", months) % {
        "n": months
    }


def say_protection(months: int | None, ask: str = "") -> str:
    """What a version of the policy says of it; `ask` is whom to ask, HR where nobody is named."""
    if months is None:
        return _("Not stated yet: ask %(who)s") % {"who": ask or _("HR")}
    return say_months(months)


def get_tag(months: int | None, terms: TermsSheet) -> str:
    """What the card of a role below the reader's level says."""
    if months is None:
        words = _("Lower level; whether pay is protected is not stated: ask %(who)s")
        return words % {"who": get_whom_to_ask(terms)}
    words = ngettext(
        "Lower level, pay protected for %(n)s month", "Lower level, pay protected for %(n)s months", months
    )
    return words % {"n": months}


def is_recorded(claim: Claim) -> bool:
    """Whether it was offered at a level below the person's then."""
    return PAY_PROTECTION in claim.terms


def get_statement(claim: Claim) -> tuple[str, str]:
    """What an offer at a lower level says of it, in the reader's language, and whom to ask where that is not stated.

    Its policy never changes, and whom to ask was written down with it.
    """
    months = claim.policy.pay_protection_months
    return (say_months(months), "") if months is not None else ("", claim.terms[PAY_PROTECTION]["ask"])


def say_in_offer(claim: Claim) -> str:
    """A sentence about the pay that goes with an offer at a lower level; "" for any other."""
    if not is_recorded(claim):
        return ""
    value, ask = get_statement(claim)
    if not value:
        return _("Whether your pay is protected is not stated yet: ask %(who)s.") % {"who": ask}
    months = claim.policy.pay_protection_months or 0
    words = ngettext(
        "Your full pay is protected for %(n)s month from the first day.",
        "Your full pay is protected for %(n)s months from the first day.",
        months,
    )
    return words % {"n": months}


def say_before_offering(policy: Policy, terms: TermsSheet) -> str:
    """What somebody who may offer a lower level reads of it first."""
    months = policy.pay_protection_months
    if months is None:
        words = _("At a level below theirs, whether their pay is protected is not stated yet: ask %(who)s.")
        return words % {"who": get_whom_to_ask(terms)}
    words = ngettext(
        "At a level below theirs, their full pay is protected for %(n)s month from the first day, by the policy.",
        "At a level below theirs, their full pay is protected for %(n)s months from the first day, by the policy.",
        months,
    )
    return words % {"n": months}
