"""The engine's codes put into one sentence, in the reader's language.

`Words` is what Python's and Django's translation modules both offer; `Names` turns ids into names. Both are
arguments: the engine itself knows no language and no name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Protocol

from transfers.matching.eligibility import Gate, GateCode, nearest_missing_gate
from transfers.matching.ranking import Reason


class Words(Protocol):
    """A translator: a `gettext` catalogue, or Django's `django.utils.translation` itself."""

    def gettext(self, message: str, /) -> str:
        """Return the message in the reader's language."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the form of the message that fits the number."""


@dataclass(frozen=True, slots=True)
class Names:
    """What to call the ids in a sentence; an id without a name is shown as its number."""

    units: Mapping[int, str] = field(default_factory=dict)
    skills: Mapping[int, str] = field(default_factory=dict)
    sites: Mapping[int, str] = field(default_factory=dict)
    job_families: Mapping[int, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)


ENGLISH = NullTranslations()
Params = Mapping[str, int | str]
Clause = Callable[[Params, Names, Words], str]


def why_here(reasons: Iterable[Reason], names: Names, words: Words = ENGLISH) -> str:
    """Return the one sentence that says why a role stands where it stands."""
    return "; ".join(REASON_CLAUSES[reason.code](reason.params, names, words) for reason in reasons)


def why_not(missing: Sequence[Gate], names: Names, words: Words = ENGLISH) -> str:
    """Return the one sentence that says why a role is not listed: its nearest gate, and how many others."""
    nearest = nearest_missing_gate(missing)
    if nearest is None:
        raise ValueError("a role without a missing gate is listed")
    sentence = gate_sentence(nearest, names, words)
    others = len(missing) - 1
    if not others:
        return sentence
    more = words.ngettext("There is %(n)d other reason.", "There are %(n)d other reasons.", others) % {"n": others}
    return f"{sentence} {more}"


def gate_sentence(gate: Gate, names: Names, words: Words = ENGLISH) -> str:
    """Return the sentence for one gate that is not passed."""
    return GATE_SENTENCES[gate.code](gate.params, names, words)


def _named(names: Mapping[int, str], params: Params, key: str) -> str:
    number = int(params[key])
    return names.get(number, str(number))


def _percent(share_bp: int, words: Words) -> str:
    """A share down to its tenth, as the figure beside the sentence is shown; whole points without one."""
    whole, tenth = divmod(share_bp // 10, 10)
    if tenth:
        return words.gettext("%(whole)d.%(tenth)d\N{NO-BREAK SPACE}%%") % {"whole": whole, "tenth": tenth}
    return words.gettext("%(n)d\N{NO-BREAK SPACE}%%") % {"n": whole} if whole else words.gettext("under 0.1 %")


def _short(params: Params, names: Names, words: Words) -> str:
    message = words.ngettext(
        "%(unit)s is short of %(short)d of %(approved)d person (%(percent)s)",
        "%(unit)s is short of %(short)d of %(approved)d people (%(percent)s)",
        int(params["approved"]),
    )
    return message % {
        "unit": _named(names.units, params, "unit"),
        "short": params["short"],
        "approved": params["approved"],
        "percent": _percent(int(params["share_bp"]), words),
    }


def _not_short(params: Params, names: Names, words: Words) -> str:
    return words.gettext("%(unit)s is not short of people") % {"unit": _named(names.units, params, "unit")}


def _skills(params: Params, _names: Names, words: Words) -> str:
    held = words.ngettext(
        "you have %(met)d of %(desired)d desired skill",
        "you have %(met)d of %(desired)d desired skills",
        int(params["desired"]),
    )
    if not params["partly"]:
        return held % params
    return (held + words.gettext(" and %(partly)d more in part")) % params


def _level(params: Params, _names: Names, words: Words) -> str:
    below = int(params["below"])
    if not below:
        return words.gettext("same level")
    # of pay it says nothing: the role's terms do, or say openly that it is not stated
    message = words.ngettext("%(n)d level below yours", "%(n)d levels below yours", below)
    return message % {"n": below}


REASON_CLAUSES: dict[str, Clause] = {
    "short": _short,
    "not_short": _not_short,
    "skills": _skills,
    "level": _level,
    "same_site": lambda _params, _names, words: words.gettext("same city"),
    "remote": lambda _params, _names, words: words.gettext("remote work possible"),
    "relocation_country": lambda _params, _names, words: words.gettext("a move within the country"),
    "relocation_abroad": lambda _params, _names, words: words.gettext("a move abroad"),
    "origin_unit": lambda _params, _names, words: words.gettext("the unit you came from"),
    "origin_tree": lambda _params, _names, words: words.gettext("near the unit you came from"),
    "wanted_soon": lambda _params, _names, words: words.gettext("wanted within 30 days"),
    "wanted_later": lambda _params, _names, words: words.gettext("wanted within half a year"),
    "training": lambda _params, _names, words: words.gettext("missing skills can be learnt, with a trial"),
}


def _skill_gate(params: Params, names: Names, words: Words) -> str:
    values = {**params, "name": _named(names.skills, params, "skill")}
    if not params["held"]:
        return words.gettext("It needs %(name)s at level %(wanted)d, which your profile does not list.") % values
    return words.gettext("It needs %(name)s at level %(wanted)d; you have level %(held)d.") % values


def _level_gate(params: Params, _names: Names, words: Words) -> str:
    return words.gettext("It starts at level %(role)d; yours is %(person)d.") % params


def _location_gate(params: Params, names: Names, words: Words) -> str:
    message = words.gettext("It is in %(site)s, without remote work, and you have not said you would move there.")
    return message % {"site": _named(names.sites, params, "site")}


def _right_to_work_gate(params: Params, names: Names, words: Words) -> str:
    code = str(params["country"])
    message = words.gettext("It needs the right to work in %(country)s, which your record does not show.")
    return message % {"country": names.countries.get(code, code)}


def _job_family_gate(params: Params, names: Names, words: Words) -> str:
    message = words.gettext("It is for %(role)s and related job families; yours is %(person)s.")
    families = names.job_families
    return message % {"role": _named(families, params, "role"), "person": _named(families, params, "person")}


def _at_risk_gate(params: Params, names: Names, words: Words) -> str:
    message = words.gettext("%(unit)s is at risk, and nobody is placed into a unit at risk.")
    return message % {"unit": _named(names.units, params, "unit")}


def _assigned_unit_gate(params: Params, names: Names, words: Words) -> str:
    message = words.gettext("%(unit)s is one of the units that your reassignment filled.")
    return message % {"unit": _named(names.units, params, "unit")}


GATE_SENTENCES: dict[GateCode, Clause] = {
    GateCode.LOCATION: _location_gate,
    GateCode.SKILL: _skill_gate,
    GateCode.LEVEL: _level_gate,
    GateCode.RIGHT_TO_WORK: _right_to_work_gate,
    GateCode.JOB_FAMILY: _job_family_gate,
    GateCode.UNIT_AT_RISK: _at_risk_gate,
    GateCode.ASSIGNED_UNIT: _assigned_unit_gate,
    GateCode.OWN_ROLE: lambda _params, _names, words: words.gettext("You are its hiring manager."),
    GateCode.REPORTS_ROLE: lambda _params, _names, words: words.gettext("Its hiring manager reports to you."),
    GateCode.FINDING: lambda _params, _names, words: words.gettext(
        "A reviewed finding says that you do not qualify for it. You were given it in writing."
    ),
}
