"""What a simulation supposed, in words, from what its row keeps."""

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import Skill, Unit
from transfers.models import Role, Simulation
from transfers.queries.simulations import Supposed, read_supposed


class SupposedLine(NamedTuple):
    """One thing that was supposed."""

    name: str
    value: str


def say_supposed(simulation: Simulation) -> list[SupposedLine]:
    """Every line that was not left empty; none where the round was cleared as it stood."""
    supposed = read_supposed(simulation.changes)
    lines = [
        SupposedLine(_("Seats more or fewer"), _seats(supposed)),
        SupposedLine(_("Units closed"), _units(supposed)),
        SupposedLine(_("People who leave, drawn by lot"), _count(supposed.leavers)),
        SupposedLine(_("Minimum staffing by skill"), _stays(supposed)),
        SupposedLine(_("Other weights for the fit"), _weights(supposed)),
    ]
    return [line for line in lines if line.value]


def _seats(supposed: Supposed) -> str:
    codes = dict(Role.objects.filter(pk__in=supposed.seats).values_list("pk", "code")) if supposed.seats else {}
    return ", ".join(sorted(f"{codes[role]} {more:+d}" for role, more in supposed.seats.items() if role in codes))


def _units(supposed: Supposed) -> str:
    if not supposed.closed_units:
        return ""
    units = Unit.objects.filter(pk__in=supposed.closed_units).order_by("code").values_list("name", "code")
    return ", ".join(f"{name} ({code})" for name, code in units)


def _count(number: int) -> str:
    return number_format(number, force_grouping=True) if number else ""


def _stays(supposed: Supposed) -> str:
    if not supposed.stays:
        return ""
    units = dict(Unit.objects.filter(pk__in=[each[0] for each in supposed.stays]).values_list("pk", "code"))
    skills = dict(Skill.objects.filter(pk__in=[each[1] for each in supposed.stays]).values_list("pk", "code"))
    known = [each for each in supposed.stays if each[0] in units and each[1] in skills]
    return ", ".join(f"{units[unit]} {skills[skill]} {number}" for unit, skill, number in known)


def _weights(supposed: Supposed) -> str:
    if supposed.weights is None:
        return ""
    named = {"skills_bp": _("skills"), "level_bp": _("level"), "location_bp": _("location")}
    return ", ".join(
        f"{name} {number_format(supposed.weights[key], force_grouping=True)}" for key, name in named.items()
    )
