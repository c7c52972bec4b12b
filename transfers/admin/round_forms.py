"""The forms of rounds, and what stands beside them: the roles, the inputs and the first day in words."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.actions.reasons import LONGEST_REASON
from transfers.actions.rounds import LONGEST_SECRET
from transfers.admin.verb_forms import Desk, VerbForm
from transfers.formats.small_counts import hide_small
from transfers.forms.days import DayInput
from transfers.matching.clearing import Run
from transfers.models import Policy, Role, Round
from transfers.models.round import LONGEST_TITLE
from transfers.permissions.rounds import LIVE, has_a_part
from transfers.queries.days import day_in_words
from transfers.queries.placements import get_earliest_day
from transfers.queries.policies import get_policy_at
from transfers.queries.policy_words import get_score_rules
from transfers.queries.round_figures import get_outcome_figures
from transfers.queries.round_outcomes import count_outcome, get_unit_effects
from transfers.queries.round_steps import get_steps, is_with_the_worker, say_next_step
from transfers.queries.round_words import REASON_WORDS
from transfers.sight.hats import hr_partners
from transfers.states import RoleStatus

MOST_SHOWN = 500  # roles beside a form; whoever has more finds them in the list of roles
_BETWEEN_CODES = re.compile(r"[\s,;]+")


class ApproverField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """People by name, and the unit they work in: two may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.unit.name}"


class PrepareForm(VerbForm):
    """Which roles, from which day, and who approves."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    start_on = forms.DateField(label=_("First day that its offers name"), widget=DayInput())
    approver = ApproverField(
        label=_("Approver"),
        queryset=Employee.objects.none(),
        empty_label="–",
        help_text=_("Another HR partner, who approves the inputs and writes down a secret too."),
    )
    roles = forms.CharField(
        label=_("Roles"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Their codes, one a line, such as PAY-1-1-R01. They stand below and in the list of roles. Leave it empty "
            "for every open role."
        ),
    )

    def narrow(self, desk: Desk) -> None:
        """Who may approve: HR partners but oneself. Whether one has a part in it they hear alone, when they act.
        The first day starts with one that everybody can keep."""
        approver, start_on = self.fields["approver"], self.fields["start_on"]
        assert isinstance(approver, forms.ModelChoiceField)
        approver.queryset = (
            hr_partners(desk.at).exclude(pk=desk.viewer.pk).select_related("unit").order_by("sort_name")
        )
        if not approver.queryset.exists():
            approver.help_text = gettext("There is no other HR partner yet. An admin proposes that grant first.")
        policy = get_policy_at(desk.at)
        start_on.initial, start_on.help_text = get_first_days(policy, desk.at)[1], say_notice(policy, desk.at)

    def clean_roles(self) -> list[Role]:
        codes = [code for code in _BETWEEN_CODES.split(self.cleaned_data["roles"]) if code]
        is_open = Role.objects.filter(status=RoleStatus.OPEN).select_related("unit")
        roles = list(is_open.filter(code__in=codes) if codes else is_open)
        missing = set(codes) - {role.code for role in roles}
        not_open = set(Role.objects.filter(code__in=missing).values_list("code", flat=True))
        if unknown := missing - not_open:
            raise forms.ValidationError(_("No role has the code %(codes)s."), params={"codes": _some(unknown)})
        if not_open:
            raise forms.ValidationError(_("Not open now: %(codes)s."), params={"codes": _some(not_open)})
        return roles


class SecretForm(VerbForm):
    """What somebody is bound to, typed by them."""

    secret = forms.CharField(label=_("Your secret"), max_length=LONGEST_SECRET, strip=False)


class BecauseForm(VerbForm):
    """Why, for everybody who takes part."""

    because = forms.CharField(label=_("Reason, which everybody who takes part reads"), max_length=LONGEST_REASON)


def get_first_days(policy: Policy, at: datetime) -> tuple[date, date]:
    """The first days on which somebody who accepts now can start: drafted, and at own request."""
    undo_until_at = at + timedelta(hours=policy.undo_hours)
    drafted, own = (get_earliest_day(policy, undo_until_at, "UTC", is_drafted=each) for each in (True, False))
    return drafted, own


def say_notice(policy: Policy, at: datetime) -> str:
    """Why an offer may start later than the day it names."""
    drafted, own = get_first_days(policy, at)
    return gettext(
        "An offer whose first day lies within the notice period starts when that is over: whoever accepts today "
        "starts on %(drafted)s at the earliest if they were drafted, on %(own)s at their own request. The offer "
        "tells the person so before they accept."
    ) % {"drafted": day_in_words(drafted), "own": day_in_words(own)}


def get_open_roles(_thing: None, _desk: Desk) -> dict[str, Any]:
    """What the form of a new round offers: open roles with their codes and units."""
    is_open = Role.objects.filter(status=RoleStatus.OPEN).select_related("unit").order_by("code")
    return {"roles": list(is_open[:MOST_SHOWN]), "count": is_open.count(), "most": MOST_SHOWN}


def get_inputs(of: Round, _desk: Desk) -> dict[str, Any]:
    """What is approved: everything that was frozen and may be told without telling of a person or an offer."""
    if of.policy is None:
        return {}
    floor, count = of.policy.suppression_floor, of.ballots.count()
    rows = of.round_roles.select_related("role__unit").order_by("role__code")
    return {
        "of": of,
        "roles": [row.role for row in rows],
        "people": hide_small({"all": count}, floor=floor)["all"],
        "floor": floor,
        "rules": get_score_rules(of.policy),
    }


def get_numbers(of: Round, run: Run | None, desk: Desk) -> dict[str, Any]:
    """What a run came to, in numbers that name nobody."""
    if run is None or of.policy is None:
        return {}
    floor = of.policy.suppression_floor
    numbers = count_outcome(of, run, floor)
    return {
        "numbers": numbers,
        "has_numbers": numbers.has_some,
        "has_reasons": any(number is not None for number in numbers.reasons.values()),
        "reasons": [(REASON_WORDS[reason], number) for reason, number in numbers.reasons.items()],
        "units": get_unit_effects(of, run, floor, desk.at),
        "figures": get_outcome_figures(numbers),
        "floor": floor,
    }


def get_shown(of: Round, desk: Desk) -> dict[str, Any]:
    """What a round's page shows over its fields: its steps, and whose turn it is."""
    policy = of.policy or get_policy_at(desk.at)
    return {
        "steps": get_steps(of, desk.at),
        "what_is_next": say_next_step(of, desk.viewer.zone, desk.at),
        "is_worked_on": is_with_the_worker(of, desk.at),
        "has_a_part": of.status in LIVE and has_a_part(desk.viewer, of, desk.at),
        "notice": say_notice(policy, desk.at) if _is_within_notice(of, policy, desk.at) else "",
    }


def _is_within_notice(of: Round, policy: Policy, at: datetime) -> bool:
    """Whether somebody who accepted now would start later than the round's offers name."""
    return of.status in LIVE and of.start_on < get_first_days(policy, at)[1]


def _some(codes: set[str]) -> str:
    return ", ".join(sorted(codes)[:20])
