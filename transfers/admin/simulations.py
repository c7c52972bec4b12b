"""What if: a frozen round altered, beside it as it is. Never an outcome, and nobody is named."""

import re
from typing import Any

from django import forms
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Skill, Unit
from transfers.actions.simulations import MOST_LEAVERS, ask_to_simulate, cancel_simulation
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm, desk_of
from transfers.models import Role, Round, Simulation
from transfers.models.round import LONGEST_TITLE
from transfers.queries.numbers import grouped
from transfers.queries.policies import get_policies_until
from transfers.queries.round_figures import get_comparison_figures
from transfers.queries.simulation_words import say_supposed
from transfers.queries.simulations import WEIGHTS, Supposed, get_reports, show
from transfers.queries.units import get_tree
from transfers.states import SimulationStatus

_SEATS = re.compile(r"(\S+)\s+([+-]?\d{1,5})")
_STAYS = re.compile(r"(\S+)\s+(\S+)\s+(\d{1,7})")


class _Lines(forms.CharField):
    """Lines that may be left empty."""

    def __init__(self, **words: Any) -> None:
        super().__init__(required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 4}), **words)


class _Weight(forms.IntegerField):
    """A weight in basis points that may be left empty."""

    def __init__(self, **words: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=10_000, **words)


class SimulateForm(VerbForm):
    """What is supposed. Whatever is left empty stays as it was frozen."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    of = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.filter(frozen_at__isnull=False))
    seats = _Lines(
        label=_("Seats more or fewer"), help_text=_("A line a role: its code and the number, such as PAY-1-1-R01 +2.")
    )
    closed = _Lines(label=_("Units closed"), help_text=_("One code a line."))
    leavers = forms.IntegerField(
        label=_("People who leave, drawn by lot"), required=False, min_value=0, max_value=MOST_LEAVERS
    )
    stays = _Lines(
        label=_("Minimum staffing by skill"),
        help_text=_("A line each: the unit’s code, the skill’s code and how many stay, such as AAI python 12."),
    )
    skills_bp = _Weight(label=_("Weight of skills"))
    level_bp = _Weight(label=_("Weight of level"))
    location_bp = _Weight(label=_("Weight of location"))
    fieldsets = (
        ("", ("title", "of")),
        (_("Supposed"), ("seats", "closed", "leavers", "stays")),
        (_("Other weights for the fit"), (WEIGHTS,)),
    )

    def narrow(self, desk: Desk) -> None:
        """Why there is no round to choose, where there is none; and what the weights are today."""
        if not Round.objects.filter(frozen_at__isnull=False).exists():
            self.fields["of"].help_text = gettext("No round was frozen yet: only a frozen one can be simulated.")
        policy = get_policies_until(desk.at).first()
        if policy is not None:
            stands = (policy.weight_skills_bp, policy.weight_level_bp, policy.weight_location_bp)
            skills, level, location = (grouped(weight) for weight in stands)
            self.fields["location_bp"].help_text = gettext(
                "Basis points: 100 is one percent. All three, together 10,000; or none, for those of the round. The "
                "policy in force weighs skills %(skills)s, level %(level)s and location %(location)s."
            ) % {"skills": skills, "level": level, "location": location}

    def clean_seats(self) -> dict[int, int]:
        rows = _read(self.cleaned_data["seats"], _SEATS)
        found = dict(rows)
        if len(found) < len(rows):
            raise forms.ValidationError(_("A role stands here twice."))
        roles = dict(Role.objects.filter(code__in=found).values_list("code", "pk"))
        _refuse_unknown(found.keys() - roles.keys())
        return {roles[code]: int(number) for code, (number,) in found.items()}

    def clean_closed(self) -> tuple[int, ...]:
        codes = self.cleaned_data["closed"].split()
        units = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
        _refuse_unknown(set(codes) - units.keys())
        return tuple(sorted(units.values()))

    def clean_stays(self) -> tuple[tuple[int, int, int], ...]:
        rows = [(unit, skill, int(number)) for unit, (skill, number) in _read(self.cleaned_data["stays"], _STAYS)]
        units = dict(Unit.objects.filter(code__in=[row[0] for row in rows]).values_list("code", "pk"))
        skills = dict(Skill.objects.filter(code__in=[row[1] for row in rows]).values_list("code", "pk"))
        _refuse_unknown({row[0] for row in rows} - units.keys() | {row[1] for row in rows} - skills.keys())
        return tuple((units[unit], skills[skill], number) for unit, skill, number in rows)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._refuse_outside(cleaned)
        weights = {name: cleaned.get(name) for name in WEIGHTS}
        given = [weight for weight in weights.values() if weight is not None]
        if given and (len(given) < len(WEIGHTS) or sum(given) != 10_000):
            self.add_error("skills_bp", _("Give all three weights or none; together they are 10,000."))
        cleaned["weights"] = weights if given else None
        return cleaned

    def _refuse_outside(self, cleaned: dict[str, Any]) -> None:
        """Only roles of the round, and units with one of them: anything else would change nothing, unsaid."""
        of = cleaned.get("of")
        if of is None:
            return
        tree, inside = get_tree(), list(of.round_roles.values_list("role_id", "role__unit_id"))
        if set(cleaned.get("seats", ())) - {role for role, _unit in inside}:
            self.add_error("seats", _("One of these roles is not in the round."))
        units = {tree.standing(unit) for _role, unit in inside}
        if any(tree.standing(unit) not in units for unit in cleaned.get("closed", ())):
            self.add_error("closed", _("One of these units has no role in the round."))


def _read(text: str, line: re.Pattern[str]) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for each in filter(None, map(str.strip, text.splitlines())):
        match = line.fullmatch(each)
        if match is None:
            raise forms.ValidationError(_("This line cannot be read: %(line)s"), params={"line": each[:60]})
        found.append((match[1], match.groups()[1:]))
    return found


def _refuse_unknown(codes: set[str]) -> None:
    if codes:
        raise forms.ValidationError(
            _("Nothing has the code %(codes)s."), params={"codes": ", ".join(sorted(codes)[:20])}
        )


def _simulate(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Simulation:
    supposed = Supposed(
        seats=cleaned["seats"],
        closed_units=cleaned["closed"],
        leavers=cleaned["leavers"] or 0,
        stays=cleaned["stays"],
        weights=cleaned["weights"],
    )
    return ask_to_simulate(cleaned["of"], cleaned["title"], supposed, by=desk.viewer)


def _reports(simulation: Simulation, _desk: Desk) -> dict[str, Any]:
    report, policy = simulation.report, simulation.round.policy
    if report is None or policy is None:
        return {}
    floor = policy.suppression_floor
    reports = get_reports(simulation)
    today, supposed = show(reports[:1], floor), show(reports, floor)
    ranks = list(zip(range(1, len(today.ranks) + 1), today.ranks, supposed.ranks, strict=True))
    figures = get_comparison_figures(today, supposed)
    return {
        "today": today,
        "supposed": supposed,
        "changes": say_supposed(simulation),
        "ranks": ranks,
        "floor": floor,
        "figures": figures,
    }


def _is_waiting(simulation: Simulation, _desk: Desk) -> bool:
    return simulation.status == SimulationStatus.REQUESTED


def _is_done(simulation: Simulation, _desk: Desk) -> bool:
    return simulation.status == SimulationStatus.DONE


class SimulationAdmin(PortalAdmin):
    """For HR partners alone, as rounds are."""

    noun = Simulation
    about = _(
        "A frozen round is cleared again with what you suppose, beside the round as it is. It is a simulation: "
        "nothing of it is written to anybody’s record, and it is never an outcome."
    )
    list_display = ("title", "round", "status", "how_far", "requested_at")
    list_filter = ("status",)
    list_select_related = ("round",)
    fields = ("title", "round", "supposed", "status", "how_far", "requested_at", "done_at")
    readonly_fields = ("supposed", "how_far", "requested_at", "done_at")
    verbs = (
        Verb(
            "simulate",
            _("Simulate"),
            _simulate,
            SimulateForm,
            _("Say what you suppose; what is left empty stays as it was frozen. Nothing of it is an outcome."),
            is_new=True,
        ),
        Verb(
            "report",
            _("What came of it"),
            offered=_is_done,
            context=_reports,
            template="admin/simulation.html",
            is_shown_only=True,
        ),
        Verb(
            "cancel",
            _("Cancel this simulation"),
            lambda simulation, _cleaned, desk: cancel_simulation(simulation, by=desk.viewer),
            explain=_("What was worked out so far is dropped."),
            offered=_is_waiting,
        ),
    )

    def is_shown_to(self, request: HttpRequest) -> bool:
        desk = desk_of(request)
        return desk is not None and desk.is_hr_partner

    def rows_for(self, rows: QuerySet[Simulation], desk: Desk) -> QuerySet[Simulation]:
        return rows.select_related("round__policy") if desk.is_hr_partner else rows.none()

    @display(description=_("supposed"))
    def supposed(self, simulation: Simulation) -> str:
        return "; ".join(f"{line.name}: {line.value}" for line in say_supposed(simulation)) or "–"

    @display(description=_("worked out"), ordering="progress")
    def how_far(self, simulation: Simulation) -> str:
        return f"{simulation.progress}\N{NO-BREAK SPACE}%"
