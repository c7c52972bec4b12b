"""A version of the policy in words: every number it holds, for every employee."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.models import Policy
from transfers.models.policy import WEIGHTED
from transfers.queries.pay_protection import say_protection


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is about, and what it says."""

    name: str
    value: str


def get_order_words(policy: Policy) -> str:
    """How roles are ordered: “shortage first” only where no listed role can stand above a more short-staffed band."""
    if policy.order == WEIGHTED:
        return _("Weighted: shortage is one factor among the others, %(share)s %% of the score.") % {
            "share": _share(policy.weight_shortage_bp)
        }
    return _(
        "Shortage first: roles of the most short-staffed units come first, in bands of %(band)s points. "
        "The score only orders roles inside a band."
    ) % {"band": _share(policy.band_bp)}


def get_rules(policy: Policy) -> list[Rule]:
    """The version's rules, in the order in which they meet a person."""
    return [Rule(_("Order of roles"), get_order_words(policy)), *get_score_rules(policy), *_get_other_rules(policy)]


def get_score_rules(policy: Policy) -> list[Rule]:
    """What the score weighs, and who comes first for a role: the two that rounds read too."""
    score = [
        (_("skills"), policy.weight_skills_bp),
        (_("level"), policy.weight_level_bp),
        (_("location"), policy.weight_location_bp),
        (_("the unit you came from"), policy.weight_return_bp),
        (_("how soon the role is wanted"), policy.weight_urgency_bp),
    ]
    shares = ", ".join(_("%(share)s %% %(name)s") % {"share": _share(bp), "name": name} for name, bp in score)
    return [
        Rule(_("Score"), shares),
        Rule(
            _("Who comes first for a role"),
            _(
                "Tier %(undraft)s: people who filed undraft. Tier %(own)s: everybody else, at their own request. "
                "The lower number comes first."
            )
            % {"undraft": policy.tier_undraft, "own": policy.tier_own_request},
        ),
    ]


def _get_other_rules(policy: Policy) -> list[Rule]:
    return [
        Rule(
            _("Priority after an undraft"),
            ngettext(
                "%(n)s day from filing, or until placed",
                "%(n)s days from filing, or until placed",
                policy.entitlement_days,
            )
            % {"n": policy.entitlement_days},
        ),
        Rule(_("Latest end day after an undraft"), _days(policy.latest_end_days)),
        Rule(
            _("Grace after a deadline, for a form opened before it"),
            ngettext("%(n)s minute", "%(n)s minutes", policy.grace_minutes) % {"n": policy.grace_minutes},
        ),
        Rule(_("Late filing through HR"), _days(policy.late_filing_days)),
        Rule(_("A role is open to people with priority only"), _working_days(policy.clearance_working_days)),
        Rule(_("An offer stays open"), _working_days(policy.claim_expiry_working_days)),
        Rule(
            _("Open offers one person may hold"),
            ngettext("%(n)s offer", "%(n)s offers", policy.live_offer_limit) % {"n": policy.live_offer_limit},
        ),
        Rule(
            _("Undo after accepting"),
            ngettext("%(n)s hour", "%(n)s hours", policy.undo_hours) % {"n": policy.undo_hours},
        ),
        Rule(_("Notice before a move, for people who were drafted"), _days(policy.notice_days_drafted)),
        Rule(_("Notice before a move, at own request"), _days(policy.notice_days_own_request)),
        Rule(
            _("Latest announcement, this long before a move"),
            _working_days(policy.announcement_lead_working_days),
        ),
        Rule(_("Trial with right of return"), _days(policy.trial_days)),
        Rule(_("Pay at a lower level"), say_protection(policy.pay_protection_months)),
        Rule(
            _("Smallest number ever published"),
            ngettext("%(n)s person", "%(n)s people", policy.suppression_floor) % {"n": policy.suppression_floor},
        ),
    ]


def _share(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return number_format(basis_points / 100, decimal_pos=2 if rest % 10 else 1) if rest else number_format(whole)


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _working_days(n: int) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
